import { statefulSetController } from '../../../src/engine/controllers/statefulset/statefulset.ts';
import type { KindMap } from '../../../src/engine/simulation.ts';
import { createRig, template, type Pod, type Rig, type SavedRig } from './workload-rig.ts';

export type StatefulSet = KindMap['StatefulSet'];
export type Spec = StatefulSet['spec'];

export const NAME = 'web';

export function rigOf(saved?: SavedRig): Rig {
  return createRig(saved, [statefulSetController]);
}
export function statefulSet(replicas: number, more: Partial<Spec> = {}, name = NAME): StatefulSet {
  return { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name, namespace: 'default' }, spec: { replicas, serviceName: 'nginx', selector: { matchLabels: { app: 'web' } }, template: template(), ...more } };
}
export function settled(replicas: number, more: Partial<Spec> = {}): Rig {
  const rig = rigOf();
  rig.you.create(statefulSet(replicas, more));
  rig.settle();
  return rig;
}
export function setOf(rig: Rig, name = NAME): StatefulSet {
  const found = rig.you.get('StatefulSet', 'default', name);
  if (!found) throw new Error(`no ${name}`);
  return found;
}
export function change(rig: Rig, more: Partial<Spec>): void {
  const set = setOf(rig);
  rig.you.update<'StatefulSet'>({ ...set, spec: { ...set.spec, ...more } });
}
export function podOf(rig: Rig, name: string): Pod {
  const found = rig.you.get('Pod', 'default', name);
  if (!found) throw new Error(`no ${name}`);
  return found;
}
export const names = (rig: Rig): string[] => rig.pods().map(({ metadata }) => metadata.name ?? '');
export const images = (rig: Rig): string[] => rig.pods().map(({ metadata, spec }) => `${metadata.name} ${spec.containers[0]?.image}`);
export const revisions = (rig: Rig): KindMap['ControllerRevision'][] => rig.you.list('ControllerRevision').sort((a, b) => a.revision - b.revision);
export const remove = (rig: Rig, name: string, gracePeriodSeconds?: number): unknown => rig.you.delete('Pod', 'default', name, gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds });
export function setPhase(rig: Rig, name: string, phase: string): void {
  const pod = podOf(rig, name);
  rig.you.updateStatus<'Pod'>({ ...pod, status: { ...pod.status, phase, conditions: [] } });
}
/** `+web-0`, `-web-1`: pods that came and went, in order. */
export function comings(rig: Rig): string[] {
  const seen: string[] = [];
  rig.store.watch(['Pod'], ({ type, object }) => {
    if (type === 'ADDED') seen.push(`+${object.metadata.name}`);
    if (type === 'DELETED') seen.push(`-${object.metadata.name}`);
  });
  return seen;
}
