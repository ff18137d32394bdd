import type { ExpectedObjects } from '../api/admission.ts';
import { forbidden } from '../api/errors.ts';
import { controllerOf, type KindMap } from '../api/object.ts';
import { objectKey } from '../api/reference.ts';
import type { Store } from '../api/store.ts';
import { hashText } from '../hash.ts';
import type { Kernel } from '../kernel.ts';
import { parseTime } from '../time-format.ts';
import { expectedObject, PODS, requestedName } from './new-objects.ts';
import { ROOT_CA_CONFIG_MAP, ROOT_CA_KEY } from './root-ca.ts';

type Pod = KindMap['Pod'];
type PodSpec = Pod['spec'];
type ServiceAccount = KindMap['ServiceAccount'];
type Container = PodSpec['containers'][number];
type Volume = NonNullable<PodSpec['volumes']>[number];

/** The account of pods that name none; every namespace has one. */
export const DEFAULT_ACCOUNT = 'default';

const VOLUME_PREFIX = 'kube-api-access-';
const MOUNT_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
/** An hour and seven seconds: so a kubelet can tell tokens that nobody asked for (WarnOnlyBoundTokenExpirationSeconds). */
const TOKEN_SECONDS = 3607;
/** How long a creation waits for the account of a fresh namespace; the last of it is what is cut off the time in a timestamp. */
const ACCOUNT_WAIT_MS = 1_000 + 999;
const NAME_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** The ServiceAccount admission plugin (plugin/pkg/admission/serviceaccount/admission.go). */
export interface ServiceAccountAdmission {
  /** The account that the pod runs as; `undefined` while that of a fresh namespace is still being made. Throws the 403 when there is none. */
  accountOf(pod: Pod, expected?: ExpectedObjects): ServiceAccount | undefined;
  /** What the pod is given by its account, the very same spec when it has it all. */
  specFor(spec: PodSpec, account: ServiceAccount | undefined, volumeName: string): PodSpec;
}

export function createServiceAccountAdmission(kernel: Kernel, store: Store): ServiceAccountAdmission {
  /**
   * Lists with a mount or a volume added, by the list that they were before: pods that share their containers share them afterwards too, those
   * whose specs differ otherwise, as those of a StatefulSet do, included.
   */
  const extended = new WeakMap<readonly unknown[], { readonly volumeName: string; readonly list: readonly unknown[] }>();

  function extend<T>(key: readonly unknown[], volumeName: string, make: () => readonly T[]): readonly T[] {
    const known = extended.get(key);
    if (known?.volumeName === volumeName) return known.list as readonly T[];
    const list = make();
    extended.set(key, { volumeName, list });
    return list;
  }
  function withMounts(containers: readonly Container[], volumeName: string): readonly Container[] {
    if (containers.every(hasMount)) return containers;
    const mount = { name: volumeName, readOnly: true, mountPath: MOUNT_PATH };
    return extend(containers, volumeName, () => containers.map((container) => (hasMount(container) ? container : { ...container, volumeMounts: [...(container.volumeMounts ?? []), mount] })));
  }
  function withToken(spec: PodSpec, volumeName: string): PodSpec {
    const { volumes, initContainers } = spec;
    const there = volumes?.find(({ name }) => name.startsWith(VOLUME_PREFIX))?.name;
    const containers = withMounts(spec.containers, there ?? volumeName);
    const initial = initContainers && withMounts(initContainers, there ?? volumeName);
    if (containers === spec.containers && initial === initContainers) return spec;
    // Without volumes, those who share their containers share the list of this one.
    const listed = there === undefined ? extend(volumes ?? containers, volumeName, () => [...(volumes ?? []), tokenVolume(volumeName)]) : volumes;
    return { ...spec, containers, ...(initial ? { initContainers: initial } : {}), ...(listed ? { volumes: listed } : {}) };
  }

  return {
    accountOf(pod, expected) {
      const { namespace = '' } = pod.metadata;
      const name = pod.spec.serviceAccountName || DEFAULT_ACCOUNT;
      const account = store.get('ServiceAccount', objectKey(namespace, name)) ?? expectedObject('ServiceAccount', namespace, name, expected);
      if (account || (name === DEFAULT_ACCOUNT && isFresh(store.get('Namespace', namespace), kernel.now()))) return account;
      throw forbidden(PODS, requestedName(pod), `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`);
    },
    specFor(spec, account, volumeName) {
      const mounted = spec.automountServiceAccountToken ?? account?.automountServiceAccountToken ?? true ? withToken(spec, volumeName) : spec;
      const secrets = account?.imagePullSecrets;
      return spec.imagePullSecrets?.length || !secrets?.length ? mounted : { ...mounted, imagePullSecrets: secrets };
    },
  };
}

/**
 * `kube-api-access-` and five characters. Upstream draws them anew for every pod; here they follow from the pod's owner, so that pods made
 * from one template go on sharing their spec: ten thousand replicas with volumes of their own would cost as much memory as all else of them.
 */
export function tokenVolumeName(pod: Pod): string {
  const { namespace = '', name = '' } = pod.metadata;
  const digits = hashText(`${namespace}/${controllerOf(pod)?.uid ?? name}`);
  let suffix = '';
  for (let index = 0; index < 5; index++) suffix += NAME_ALPHABET[Number.parseInt(digits.slice(index * 3, index * 3 + 3), 16) % NAME_ALPHABET.length];
  return VOLUME_PREFIX + suffix;
}

function hasMount({ volumeMounts }: Container): boolean {
  return volumeMounts?.some(({ mountPath }) => mountPath === MOUNT_PATH) ?? false;
}

/** A token of the account, the cluster's certificate and the namespace's name (TokenVolumeSource). */
function tokenVolume(name: string): Volume {
  return {
    name,
    projected: {
      defaultMode: 0o644,
      sources: [
        { serviceAccountToken: { expirationSeconds: TOKEN_SECONDS, path: 'token' } },
        { configMap: { name: ROOT_CA_CONFIG_MAP, items: [{ key: ROOT_CA_KEY, path: ROOT_CA_KEY }] } },
        { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
      ],
    },
  };
}

/** Where upstream waits for the account, the creation goes on here: the controller will have made it before anybody looks. */
function isFresh(namespace: KindMap['Namespace'] | undefined, nowMs: number): boolean {
  return namespace === undefined || nowMs - parseTime(namespace.metadata.creationTimestamp ?? '') < ACCOUNT_WAIT_MS;
}
