import type { Kernel } from '../kernel.ts';
import type { Admission } from './admission.ts';
import { forbidden, notFound } from './errors.ts';
import type { KindMap, KindName } from './object.ts';
import { createServiceAllocator } from './service-allocator.ts';
import type { Store } from './store.ts';

type PodSpec = KindMap['Pod']['spec'];
type Toleration = NonNullable<PodSpec['tolerations']>[number];

const IMMORTAL: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public']);
const NAMESPACES = { group: '', plural: 'namespaces', kind: 'Namespace' };

/** The API server's default admission: NamespaceLifecycle, DefaultTolerationSeconds, Priority, ServiceAccount's name, and the allocators of Services. */
export function createAdmission(kernel: Kernel, store: Store): Admission {
  const services = createServiceAllocator(kernel, store);
  const tolerationSeconds = Math.round(kernel.timings.defaultTolerationMs / 1000);
  // Pods made from one template share their spec; so do they after admission.
  const admitted = new WeakMap<PodSpec, PodSpec>();

  function admitPodSpec(spec: PodSpec): PodSpec {
    let result = admitted.get(spec);
    if (!result) {
      result = {
        ...spec,
        serviceAccountName: spec.serviceAccountName || 'default',
        serviceAccount: spec.serviceAccountName || spec.serviceAccount || 'default',
        priority: spec.priority ?? 0,
        preemptionPolicy: spec.preemptionPolicy ?? 'PreemptLowerPriority',
        tolerations: withDefaultTolerations(spec.tolerations ?? [], tolerationSeconds),
      };
      admitted.set(spec, result);
      admitted.set(result, result);
    }
    return result;
  }

  return {
    checkNamespace(resource, { name = '', namespace = '' }) {
      const found = store.get('Namespace', namespace);
      if (!found) throw notFound(NAMESPACES, namespace);
      if (found.metadata.deletionTimestamp === undefined) return;
      const cause = { reason: 'NamespaceTerminating', message: `namespace ${namespace} is being terminated`, field: 'metadata.namespace' };
      throw forbidden(resource, name, `unable to create new content in namespace ${namespace} because it is being terminated`, [cause]);
    },
    checkDeletion(resource, name) {
      if (resource.kind === 'Namespace' && IMMORTAL.has(name)) throw forbidden(resource, name, 'this namespace may not be deleted');
    },
    mutateCreate<K extends KindName>(object: KindMap[K]): KindMap[K] {
      if (object.kind !== 'Pod') return object;
      const pod = object as KindMap['Pod'];
      const spec = admitPodSpec(pod.spec);
      return (spec === pod.spec ? pod : { ...pod, spec }) as KindMap[K];
    },
    checkAllocation(resource, next, previous) {
      if (next.kind === 'Service') services.check(resource, next as KindMap['Service'], previous as KindMap['Service'] | undefined);
    },
    allocate<K extends KindName>(object: KindMap[K]): KindMap[K] {
      return object.kind === 'Service' ? (services.allocate(object as KindMap['Service']) as KindMap[K]) : object;
    },
  };
}

const DEFAULT_TAINTS = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];

/** Source: plugin/pkg/admission/defaulttolerationseconds/admission.go. */
function withDefaultTolerations(tolerations: readonly Toleration[], seconds: number): readonly Toleration[] {
  const isCovered = (key: string): boolean => tolerations.some((toleration) => (toleration.key === key || !toleration.key) && (toleration.effect === 'NoExecute' || !toleration.effect));
  const added = DEFAULT_TAINTS.filter((key) => !isCovered(key)).map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: seconds }));
  return added.length === 0 ? tolerations : [...tolerations, ...added];
}
