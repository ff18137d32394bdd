import { expect } from 'vitest';
import { podReadyText, podStatusText } from '../../../src/engine/api/kinds/pod-printing.ts';
import type { JsonObject } from '../../../src/engine/json.ts';
import type { KindMap, Simulation } from '../../../src/engine/simulation.ts';
import { readManifest } from '../../../src/ui/editor/manifest/manifest.ts';
import { SAMPLES } from '../../../src/ui/editor/samples/samples.ts';

const SECOND_MS = 1_000;

export function objectsOf(sample: string): readonly JsonObject[] {
  const text = SAMPLES.find(({ file }) => file === `${sample}.yaml`)?.text ?? '';
  return readManifest(text).objects.map(({ object }) => object);
}

export function podsOf(simulation: Simulation): KindMap['Pod'][] {
  return simulation.api.list('Pod');
}

export function printed(simulation: Simulation): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const pod of podsOf(simulation)) {
    const words = `${podReadyText(pod)} ${podStatusText(pod)}`;
    counts[words] = (counts[words] ?? 0) + 1;
  }
  return counts;
}

export function namesOf(simulation: Simulation): string[] {
  return podsOf(simulation).map(({ metadata }) => metadata.name ?? '');
}

/** What the scheduler says of each pod that it found no node for. */
export function whyWaiting(simulation: Simulation): string[] {
  return podsOf(simulation).flatMap(({ status }) => status?.conditions?.find(({ reason }) => reason === 'Unschedulable')?.message ?? []);
}

export function conditionsOf(simulation: Simulation, job: string): string[] {
  return simulation.api.get('Job', 'default', job)?.status?.conditions?.map(({ type }) => type) ?? [];
}

export function isReady(pod: KindMap['Pod'] | undefined): boolean {
  return pod?.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true;
}

export function nodesOf(simulation: Simulation): string[] {
  return podsOf(simulation).map(({ spec }) => spec.nodeName ?? '');
}

export function restartsOf(simulation: Simulation, name = ''): number {
  return simulation.api.get('Pod', 'default', name)?.status?.containerStatuses?.[0]?.restartCount ?? 0;
}

/** Of every endpoint of a Service whether it is ready. */
export function endpointsOf(simulation: Simulation, service: string): boolean[] {
  const slices = simulation.api.list('EndpointSlice').filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === service);
  return slices.flatMap(({ endpoints }) => (endpoints ?? []).map(({ conditions }) => conditions?.ready === true));
}

/** Pods, ready pods, and versions that run at the same time, looked at all through an update to another image. */
export function countsDuringUpdate(simulation: Simulation): { all: number; ready: number; versions: number }[] {
  const [deployment] = simulation.api.list('Deployment');
  if (!deployment) throw new Error('there is no Deployment');
  const { name } = deployment.metadata;
  const sent = JSON.parse(deployment.metadata.annotations?.['kubectl.kubernetes.io/last-applied-configuration'] ?? '{}') as { spec: { template: { spec: { containers: { image: string }[] } } } };
  for (const container of sent.spec.template.spec.containers) container.image = 'nginx:1.28';
  expect(simulation.api.apply(sent).problems).toEqual([]);
  const counts: { all: number; ready: number; versions: number }[] = [];
  for (let second = 0; second < 300; second++) {
    simulation.advance(SECOND_MS);
    const pods = podsOf(simulation).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    const running = podsOf(simulation).filter(({ status }) => status?.containerStatuses?.some(({ state }) => state?.running));
    counts.push({ all: pods.length, ready: pods.filter(isReady).length, versions: new Set(running.map(({ spec }) => spec.containers[0]?.image)).size });
  }
  expect(simulation.api.get('Deployment', 'default', name ?? '')?.status?.updatedReplicas).toBe(deployment.spec.replicas);
  return counts;
}
