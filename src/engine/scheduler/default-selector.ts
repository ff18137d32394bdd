import { isSame } from '../api/equality.ts';
import { controllerOf, type KindMap } from '../api/object.ts';
import { containsLabels, type LabelSelector } from '../api/selectors.ts';
import type { PodSelection } from './pod-tallies.ts';

type Pod = KindMap['Pod'];
type Service = KindMap['Service'];
type ReplicaSet = KindMap['ReplicaSet'];

/**
 * Which pods a pod is to be spread from when it says nothing itself: those that its Services and its ReplicaSet select
 * (pkg/scheduler/framework/plugins/helper/spread.go DefaultSelector).
 */
export interface DefaultSelectors {
  /** undefined when nothing selects the pod. */
  selectionFor(pod: Pod): PodSelection | undefined;
  setService(service: Service): void;
  removeService(service: Service): void;
  setReplicaSet(replicaSet: ReplicaSet): void;
  removeReplicaSet(replicaSet: ReplicaSet): void;
  clear(): void;
}

interface Remembered {
  readonly services: readonly Service[];
  readonly labels: Pod['metadata']['labels'];
  readonly selection: PodSelection | undefined;
}

const NONE: readonly Service[] = [];

export function createDefaultSelectors(): DefaultSelectors {
  /** by namespace, sorted by name; a new array on each change. */
  const services = new Map<string, readonly Service[]>();
  const selectors = new Map<string, LabelSelector>();
  /** the answer for the last pod of each ReplicaSet: its siblings get the same. */
  const remembered = new Map<string, Remembered>();

  function setServices(service: Service, keep: boolean): void {
    const { namespace = '', name = '' } = service.metadata;
    const others = (services.get(namespace) ?? NONE).filter(({ metadata }) => metadata.name !== name);
    const next = keep ? [...others, service].sort((a, b) => ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1)) : others;
    if (next.length > 0) services.set(namespace, next);
    else services.delete(namespace);
  }
  function select(pod: Pod, own: LabelSelector | undefined): PodSelection | undefined {
    const { namespace = '', labels } = pod.metadata;
    let merged: Record<string, string> = {};
    for (const { spec } of services.get(namespace) ?? NONE) {
      if (spec.selector && containsLabels(labels, spec.selector)) merged = { ...merged, ...spec.selector };
    }
    const parts: LabelSelector[] = [];
    if (Object.keys(merged).length > 0) parts.push({ matchLabels: merged });
    if (own && !isEmpty(own)) parts.push(own);
    return parts.length > 0 ? { namespace, selectors: parts } : undefined;
  }

  return {
    selectionFor(pod) {
      const { namespace = '', labels } = pod.metadata;
      const owner = controllerOf(pod);
      const inNamespace = services.get(namespace) ?? NONE;
      const key = owner?.kind === 'ReplicaSet' ? `${namespace}/${owner.name}` : undefined;
      const own = key === undefined ? undefined : selectors.get(key);
      if (key === undefined || !own) return inNamespace === NONE ? undefined : select(pod, undefined);
      const known = remembered.get(key);
      if (known && known.services === inNamespace && isSame(known.labels, labels)) return known.selection;
      const selection = select(pod, own);
      remembered.set(key, { services: inNamespace, labels, selection });
      return selection;
    },
    setService: (service) => setServices(service, true),
    removeService: (service) => setServices(service, false),
    setReplicaSet({ metadata, spec }) {
      const key = `${metadata.namespace ?? ''}/${metadata.name ?? ''}`;
      if (selectors.get(key) === spec.selector) return;
      selectors.set(key, spec.selector);
      remembered.delete(key);
    },
    removeReplicaSet({ metadata }) {
      const key = `${metadata.namespace ?? ''}/${metadata.name ?? ''}`;
      selectors.delete(key);
      remembered.delete(key);
    },
    clear() {
      services.clear();
      selectors.clear();
      remembered.clear();
    },
  };
}

function isEmpty({ matchLabels, matchExpressions }: LabelSelector): boolean {
  return Object.keys(matchLabels ?? {}).length + (matchExpressions?.length ?? 0) === 0;
}
