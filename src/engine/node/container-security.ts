import { findImageModel } from './image-catalogue.ts';
import { parseImageReference } from './image-reference.ts';
import { goQuote } from '../api/schema/go-quote.ts';
import { podFullName } from './kubelet-context.ts';
import type { ContainerSpec, PodRecord } from './state.ts';

/** Why a container cannot be made as its security context has it. */
export interface SecurityProblem {
  readonly reason: 'CreateContainerConfigError' | 'CreateContainerError';
  readonly message: string;
}

const SECCOMP_DIRECTORY = '/var/lib/kubelet/seccomp';

/**
 * Refuses to run as root where that is forbidden (pkg/kubelet/kuberuntime/security_context_others.go), and with profiles that are not on the
 * node: nobody has put any there (wording of containerd).
 */
export function securityProblem(record: PodRecord, container: ContainerSpec): SecurityProblem | undefined {
  const ofPod = record.pod.spec.securityContext;
  const own = container.securityContext;
  const asRoot = runAsNonRootProblem(record, container, own?.runAsNonRoot ?? ofPod?.runAsNonRoot ?? false, own?.runAsUser ?? ofPod?.runAsUser);
  if (asRoot !== undefined) return { reason: 'CreateContainerConfigError', message: asRoot };
  const appArmor = own?.appArmorProfile ?? ofPod?.appArmorProfile;
  if (appArmor?.type === 'Localhost') {
    return { reason: 'CreateContainerError', message: `failed to get container spec opts: failed to generate apparmor spec opts: apparmor profile not found ${appArmor.localhostProfile ?? ''}` };
  }
  const seccomp = own?.seccompProfile ?? ofPod?.seccompProfile;
  if (seccomp?.type !== 'Localhost') return undefined;
  const path = `${SECCOMP_DIRECTORY}/${seccomp.localhostProfile ?? ''}`;
  return { reason: 'CreateContainerError', message: `failed to create containerd container: cannot load seccomp profile ${goQuote(path)}: open ${path}: no such file or directory` };
}

function runAsNonRootProblem(record: PodRecord, container: ContainerSpec, mustNotBeRoot: boolean, user: number | undefined): string | undefined {
  if (!mustNotBeRoot) return undefined;
  const where = `(pod: ${goQuote(podFullName(record))}, container: ${container.name})`;
  if (user !== undefined) return user === 0 ? `container's runAsUser breaks non-root policy ${where}` : undefined;
  const reference = parseImageReference(container.image ?? '');
  const image = reference && findImageModel(reference);
  // An image of which nothing is known is taken for one that is made for this.
  if (!image) return undefined;
  const name = image.user?.split(':')[0];
  if (name === undefined || name === '0') return `container has runAsNonRoot and image will run as root ${where}`;
  return /^\d+$/.test(name) ? undefined : `container has runAsNonRoot and image has non-numeric user (${name}), cannot verify user is non-root ${where}`;
}
