import { readAnnotations } from './annotations.ts';
import { formatGoDuration } from './go-duration.ts';
import { digestOf } from './image-catalogue.ts';
import { imageNameProblem, parseImageReference, registryHost, type ImageReference } from './image-reference.ts';
import { nextBackOff, podWait, type KubeletContext } from './kubelet-context.ts';
import { specOf, type ContainerRecord, type Machine, type PodRecord, type Pull } from './state.ts';

/** Whether a container's image is there; if not, what happens next. */
export type ImageState = 'present' | 'pulling' | 'failed';

export interface ImageManager {
  /** Makes sure of a container's image. `pulling` ends in `onPulled`; `failed` has set the container's waiting reason. */
  ensure(machine: Machine, record: PodRecord, index: number): ImageState;
  /** A pod no longer needs what it asked for. */
  forget(machine: Machine, uid: string): void;
  /** A pull's time is over. */
  finish(machine: Machine, canonical: string): void;
  /** The machine lost power. */
  abandon(machine: Machine): void;
}

/** A container's own request for an image is answered. */
export type OnPulled = (machine: Machine, record: PodRecord, index: number, present: boolean) => void;
/** A machine has an image that it did not have. */
export type OnArrived = (machine: Machine, canonical: string) => void;

export const PULL_HANDLER = 'kubelet.pull';
/** Where registries answer, were they there: an address that is kept for documentation. */
const REGISTRY_ADDRESS = '198.51.100.17:443';

/**
 * Pulls images one after another (`serializeImagePulls`); who asks for one that is under way or queued joins it.
 * Source: pkg/kubelet/images/image_manager.go, puller.go; wording of failures from containerd.
 */
export function createImageManager(context: KubeletContext, onPulled: OnPulled, onArrived: OnArrived): ImageManager {
  const { kernel, registries } = context;
  const { timings } = kernel;

  function refuse(machine: Machine, record: PodRecord, index: number, container: ContainerRecord, reason: string, message: string): ImageState {
    container.waiting = { reason, message };
    container.imageRefused = specOf(record, index)?.image ?? '';
    context.tell(machine, record, 'Warning', 'Failed', `Error: ${reason}`, index);
    return 'failed';
  }

  function ensure(machine: Machine, record: PodRecord, index: number): ImageState {
    const spec = specOf(record, index);
    const container = record.containers[index];
    if (!spec || !container) return 'failed';
    const name = spec.image ?? '';
    const reference = parseImageReference(name);
    if (!reference) {
      const message = `Failed to apply default image tag "${name}": couldn't parse image name "${name}": ${imageNameProblem(name)}`;
      context.tell(machine, record, 'Warning', 'InspectFailed', message, index);
      return refuse(machine, record, index, container, 'InvalidImageName', message);
    }
    const present = machine.images.some(({ canonical }) => canonical === reference.canonical);
    const policy = spec.imagePullPolicy ?? 'IfNotPresent';
    if (present && policy !== 'Always') {
      context.tell(machine, record, 'Normal', 'Pulled', `Container image "${name}" already present on machine and can be accessed by the pod`, index);
      return 'present';
    }
    if (policy === 'Never') {
      const message = `Container image "${name}" is not present with pull policy of Never`;
      context.tell(machine, record, 'Warning', 'ErrImageNeverPull', message, index);
      return refuse(machine, record, index, container, 'ErrImageNeverPull', message);
    }
    context.tell(machine, record, 'Normal', 'Pulling', `Pulling image "${name}"`, index);
    join(machine, record, index, reference, name);
    return 'pulling';
  }

  function join(machine: Machine, record: PodRecord, index: number, reference: ImageReference, name: string): void {
    const request = { uid: record.uid, container: index, askedMs: kernel.now(), cause: kernel.currentCause() };
    const queued = machine.pulls.find(({ canonical }) => canonical === reference.canonical);
    if (queued) {
      queued.requests.push(request);
      return;
    }
    const declaredBytes = readAnnotations(record.pod, record.containers[index]?.name ?? '').imageBytes;
    machine.pulls.push({ canonical: reference.canonical, name, ...(declaredBytes === undefined ? {} : { declaredBytes }), event: 0, requests: [request] });
    startNext(machine);
  }

  function startNext(machine: Machine): void {
    const pull = machine.pulls[0];
    if (!pull || pull.event !== 0) return;
    const reference = parseImageReference(pull.name);
    const answer = reference && registries.ask(reference, pull.declaredBytes);
    const isCached = machine.images.some(({ canonical }) => canonical === pull.canonical);
    const downloadMs = answer?.found && !isCached ? (answer.bytes / timings.imagePullBytesPerSecond) * 1000 : 0;
    const first = pull.requests[0];
    const record = first && machine.pods.get(first.uid);
    pull.startedMs = kernel.now();
    pull.event = kernel.schedule(timings.registryRoundTripMs + downloadMs, PULL_HANDLER, [machine.spec.name, pull.canonical], {
      ...(record ? { wait: podWait('image pull', record) } : {}),
      ...(first ? { cause: first.cause } : {}),
    });
  }

  function succeed(machine: Machine, pull: Pull, reference: ImageReference, bytes: number): void {
    if (!machine.images.some(({ canonical }) => canonical === pull.canonical)) {
      machine.images.push({ canonical: pull.canonical, digest: digestOf(reference), bytes, pulledMs: kernel.now() });
      if (machine.links.usage) machine.links.usage.disk += Math.round(bytes);
      machine.reportDue = true;
      onArrived(machine, pull.canonical);
    }
    const pullMs = kernel.now() - (pull.startedMs ?? kernel.now());
    eachRequest(machine, pull, (record, index, askedMs) => {
      // Who joined later did not wait for all of it.
      const waitedMs = kernel.now() - askedMs;
      const times = `${formatGoDuration(Math.min(pullMs, waitedMs))} (${formatGoDuration(waitedMs)} including waiting)`;
      context.tell(machine, record, 'Normal', 'Pulled', `Successfully pulled image "${specOf(record, index)?.image ?? pull.name}" in ${times}. Image size: ${Math.round(bytes)} bytes.`, index);
      onPulled(machine, record, index, true);
    });
  }

  function fail(machine: Machine, pull: Pull, error: string): void {
    eachRequest(machine, pull, (record, index) => {
      const container = record.containers[index];
      const name = specOf(record, index)?.image ?? pull.name;
      if (!container) return;
      context.tell(machine, record, 'Warning', 'Failed', `Failed to pull image "${name}": ${error}`, index);
      const before = container.imageBackOff?.image === name ? container.imageBackOff : undefined;
      const backOff = nextBackOff(before, kernel.now(), kernel.now(), timings.imageBackOffInitialMs, timings.imageBackOffMaxMs);
      container.imageBackOff = { ...backOff, image: name, error: `ErrImagePull: ${error}` };
      refuse(machine, record, index, container, 'ErrImagePull', error);
      onPulled(machine, record, index, false);
    });
  }

  function eachRequest(machine: Machine, pull: Pull, act: (record: PodRecord, index: number, askedMs: number) => void): void {
    for (const { uid, container, askedMs, cause } of pull.requests) {
      const record = machine.pods.get(uid);
      if (record) kernel.because(cause, () => act(record, container, askedMs));
    }
  }

  return {
    ensure,
    forget(machine, uid) {
      machine.pulls = machine.pulls.filter((pull) => {
        const kept = pull.requests.filter((request) => request.uid !== uid);
        pull.requests.splice(0, pull.requests.length, ...kept);
        return kept.length > 0 || pull.event !== 0;
      });
    },
    finish(machine, canonical) {
      const pull = machine.pulls[0];
      if (pull?.canonical !== canonical) return;
      const reference = parseImageReference(pull.name);
      const answer = reference && registries.ask(reference, pull.declaredBytes);
      machine.pulls.shift();
      if (reference && answer?.found) succeed(machine, pull, reference, answer.bytes);
      else if (reference) fail(machine, pull, pullError(reference, answer && !answer.found ? answer.missing : undefined));
      startNext(machine);
    },
    abandon(machine) {
      for (const { event } of machine.pulls) kernel.cancel(event);
      machine.pulls = [];
    },
  };
}

function pullError(reference: ImageReference, missing: 'repository' | 'tag' | undefined): string {
  const { canonical, registry, repository, tag, digest } = reference;
  const resolving = `failed to pull and unpack image "${canonical}": failed to resolve reference "${canonical}"`;
  if (missing === 'tag') return `rpc error: code = NotFound desc = ${resolving}: ${canonical}: not found`;
  if (missing === 'repository' && registry === 'docker.io') {
    return `rpc error: code = Unknown desc = ${resolving}: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`;
  }
  if (missing === 'repository') return `rpc error: code = NotFound desc = ${resolving}: ${canonical}: not found`;
  const host = registryHost(registry);
  const path = repository.slice(registry.length + 1);
  return `rpc error: code = Unknown desc = ${resolving}: failed to do request: Head "https://${host}/v2/${path}/manifests/${digest ?? tag ?? 'latest'}": dial tcp ${REGISTRY_ADDRESS}: connect: connection refused`;
}
