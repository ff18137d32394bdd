import { isStatus, UnreachableError } from '../api/errors.ts';
import { defaultPodSpec } from '../api/pod-spec/defaults.ts';
import { isMirrorPod, MIRROR_ANNOTATION, SOURCE_ANNOTATION } from '../api/pod-spec/mirror-pods.ts';
import { formatTime } from '../time-format.ts';
import { nextPodAddress, nodeAddress, podRangeOf } from './addresses.ts';
import { digestOf, lookUpImage } from './image-catalogue.ts';
import { parseImageReference } from './image-reference.ts';
import type { KubeletContext } from './kubelet-context.ts';
import { longDigest } from './long-digest.ts';
import { removeMirror } from './mirror-pod.ts';
import type { PodWorker } from './pod-worker.ts';
import { createPodRecord, type Machine, type Pod, type PodRecord } from './state.ts';

/** Pods whose manifests lie on a machine: its kubelet runs them whether there is an API or not. */
export interface StaticPods {
  /** The kubelet has started; with `instant` it finds them running. */
  start(machine: Machine, instant: boolean): void;
  /** The image that the API has of one has changed, or has gone. */
  mirrorSeen(machine: Machine, mirror: Pod, isGone: boolean): void;
  /** Makes good what could not be told, or was deleted. */
  tell(machine: Machine): void;
}

export const MIRROR_HANDLER = 'kubelet.mirror';
const TOLERATES_ALL = { operator: 'Exists', effect: 'NoExecute' };

export function createStaticPods(context: KubeletContext, worker: PodWorker): StaticPods {
  const { kernel } = context;

  function start(machine: Machine, instant: boolean): void {
    for (const manifest of machine.spec.staticPods ?? []) {
      const pod = asSeenByKubelet(manifest, machine, kernel.now());
      const uid = pod.metadata.uid ?? '';
      let record = machine.pods.get(uid);
      if (!record) machine.pods.set(uid, (record = { ...createPodRecord(pod), isStatic: true }));
      if (instant && !pod.spec.initContainers) runAtOnce(machine, record);
      else if (record.life === 'new' || record.life === 'admitted') worker.poke(machine, record);
    }
  }

  /** As if the machine had been up for long. */
  function runAtOnce(machine: Machine, record: PodRecord): void {
    const { spec } = record.pod;
    const address = spec.hostNetwork ? nodeAddress(machine.index) : nextPodAddress(machine, podRangeOf(machine.index));
    if (address === undefined) return;
    Object.assign(record, { life: 'admitted', startedMs: kernel.now(), ip: address, sandboxes: 1 });
    spec.containers.forEach(({ image = '' }, index) => {
      const reference = parseImageReference(image);
      const known = reference && lookUpImage(reference);
      if (reference && known?.found && !machine.images.some(({ canonical }) => canonical === reference.canonical)) {
        machine.images.push({ canonical: reference.canonical, digest: digestOf(reference), bytes: known.bytes, pulledMs: kernel.now() });
        delete machine.links.usage;
      }
      worker.runtime.start(machine, record, index, {});
      worker.prober.takeAsSucceeded(record, index);
    });
  }

  return {
    start,
    mirrorSeen(machine, mirror, isGone) {
      const record = machine.pods.get(mirror.metadata.annotations?.[MIRROR_ANNOTATION] ?? '');
      if (record && !isGone) record.pod = { ...record.pod, ...(mirror.status ? { status: mirror.status } : {}) };
      if (!record || isGone || mirror.metadata.deletionTimestamp !== undefined) kernel.schedule(kernel.timings.kubeletReactionMs, MIRROR_HANDLER, machine.spec.name);
    },
    tell(machine) {
      const client = context.client(machine);
      for (const record of machine.pods.values()) if (record.isStatic && record.life !== 'new') context.writeStatus(machine, record);
      try {
        for (const pod of client.list('Pod', { nodeName: machine.spec.name })) {
          if (isMirrorPod(pod) && !machine.pods.has(pod.metadata.annotations?.[MIRROR_ANNOTATION] ?? '')) removeMirror(client, pod);
        }
      } catch (error) {
        if (!(error instanceof UnreachableError) && !isStatus(error, 'NotFound') && !isStatus(error, 'Conflict')) throw error;
      }
    },
  };
}

/** A manifest with the name, node and identity that the kubelet gives it (pkg/kubelet/config/common.go applyDefaults). */
function asSeenByKubelet(manifest: Pod, { spec: { name: node } }: Machine, nowMs: number): Pod {
  const { name = '', namespace = 'default', labels, annotations } = manifest.metadata;
  const uid = longDigest(`${node}/${JSON.stringify(manifest)}`).slice(0, 32);
  const spec = defaultPodSpec(manifest.spec);
  return {
    apiVersion: 'v1', kind: 'Pod',
    metadata: {
      name: `${name}-${node}`, namespace, uid, ...(labels ? { labels } : {}),
      annotations: { ...annotations, 'kubernetes.io/config.hash': uid, 'kubernetes.io/config.seen': formatTime(nowMs), [SOURCE_ANNOTATION]: 'file' },
    },
    spec: { ...spec, nodeName: node, tolerations: [...(spec.tolerations ?? []), TOLERATES_ALL] },
    status: { phase: 'Pending' },
  };
}
