import type { Kernel } from '../kernel.ts';
import { createServiceAccountAdmission, DEFAULT_ACCOUNT, tokenVolumeName } from '../policy/service-account.ts';
import type { Admission, ExpectedObjects } from './admission.ts';
import { forbidden, notFound } from './errors.ts';
import type { KindMap, KindName } from './object.ts';
import { isMirrorPod } from './pod-spec/mirror-pods.ts';
import { createServiceAllocator } from './service-allocator.ts';
import type { Store } from './store.ts';

type Pod = KindMap['Pod'];
type PodSpec = Pod['spec'];
type ServiceAccount = KindMap['ServiceAccount'];
type Toleration = NonNullable<PodSpec['tolerations']>[number];

const IMMORTAL: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public']);
const NAMESPACES = { group: '', plural: 'namespaces', kind: 'Namespace' };

/** A spec as it was admitted, for a pod of this account. */
interface Admitted {
  readonly account: ServiceAccount | undefined;
  readonly volumeName: string;
  readonly spec: PodSpec;
}

/**
 * What the API server admits by at all times: NamespaceLifecycle, ServiceAccount, DefaultTolerationSeconds, the priority of pods that no class
 * gives one, and the allocators of Services.
 */
export function createAdmission(kernel: Kernel, store: Store): Admission {
  const services = createServiceAllocator(kernel, store);
  const accounts = createServiceAccountAdmission(kernel, store);
  const tolerationSeconds = Math.round(kernel.timings.defaultTolerationMs / 1000);
  // Pods made from one template share their spec; so do they after admission.
  const admitted = new WeakMap<PodSpec, Admitted>();

  function admitPodSpec(pod: Pod, expected: ExpectedObjects | undefined): PodSpec {
    const { spec } = pod;
    const account = accounts.accountOf(pod, expected);
    const volumeName = tokenVolumeName(pod);
    const known = admitted.get(spec);
    if (known && known.account === account && known.volumeName === volumeName) return known.spec;
    const result = {
      ...withDefaults(accounts.specFor(spec, account, volumeName)),
      serviceAccountName: spec.serviceAccountName || DEFAULT_ACCOUNT,
      serviceAccount: spec.serviceAccountName || spec.serviceAccount || DEFAULT_ACCOUNT,
    };
    for (const key of [spec, result]) admitted.set(key, { account, volumeName, spec: result });
    return result;
  }
  function withDefaults(spec: PodSpec): PodSpec {
    // The fields stand in one order, whether a class gave the priority or nobody.
    const { priority = 0, preemptionPolicy = 'PreemptLowerPriority', tolerations = [], ...rest } = spec;
    return { ...rest, priority, preemptionPolicy, tolerations: withDefaultTolerations(tolerations, tolerationSeconds) };
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
    mutateCreate<K extends KindName>(object: KindMap[K], expected?: ExpectedObjects): KindMap[K] {
      if (object.kind !== 'Pod') return object;
      const pod = object as Pod;
      const spec = isMirrorPod(pod) ? withDefaults(pod.spec) : admitPodSpec(pod, expected);
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
