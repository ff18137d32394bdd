import { controllerReference } from '../controller-reference.ts';
import { failureCounts } from './index-failures.ts';
import type { Job, Pod } from './job-types.ts';
import { TRACKING_FINALIZER } from './pod-standing.ts';

type Template = Job['spec']['template'];
type PodSpec = Template['spec'];
type Container = PodSpec['containers'][number];

const COMPLETION_INDEX = 'batch.kubernetes.io/job-completion-index';
const INDEX_VARIABLE = 'JOB_COMPLETION_INDEX';
const MOST_PREFIX_LENGTH = 58;

/** The next pod of a Job, but for its name; of an index, where it has indexes. What pods have in common they share. */
export function newPod(job: Job, index?: number, replaced?: Pod): Pod {
  const { name = '', namespace = '' } = job.metadata;
  const { metadata: { labels, annotations, finalizers = [] } = {}, spec } = job.spec.template;
  const common = {
    namespace,
    finalizers: finalizers.includes(TRACKING_FINALIZER) ? finalizers : [...finalizers, TRACKING_FINALIZER],
    ownerReferences: [controllerReference(job)],
  };
  if (index === undefined) {
    const metadata = { generateName: `${name}-`, ...(labels ? { labels } : {}), ...(annotations ? { annotations } : {}), ...common };
    return { apiVersion: 'v1', kind: 'Pod', metadata, spec };
  }
  const indexText = String(index);
  const counts = job.spec.backoffLimitPerIndex === undefined ? {} : failureCounts(job, replaced);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: indexedPrefix(name, index),
      labels: { ...labels, [COMPLETION_INDEX]: indexText },
      annotations: { ...annotations, [COMPLETION_INDEX]: indexText, ...counts },
      ...common,
    },
    spec: { ...withIndexVariable(spec), hostname: `${name}-${index}` },
  };
}

/** A long name is cut rather than the index (podGenerateNameWithIndex). */
function indexedPrefix(name: string, index: number): string {
  const end = `-${index}-`;
  return name.slice(0, MOST_PREFIX_LENGTH - end.length) + end;
}

const known = new WeakMap<PodSpec, PodSpec>();

/** Every container learns its index from the environment, unless it says otherwise (addCompletionIndexEnvVariables). */
function withIndexVariable(spec: PodSpec): PodSpec {
  let found = known.get(spec);
  if (!found) {
    const { containers, initContainers } = spec;
    found = { ...spec, containers: containers.map(toldIndex), ...(initContainers ? { initContainers: initContainers.map(toldIndex) } : {}) };
    known.set(spec, found);
  }
  return found;
}

function toldIndex(container: Container): Container {
  if (container.env?.some(({ name }) => name === INDEX_VARIABLE)) return container;
  const fieldRef = { apiVersion: 'v1', fieldPath: `metadata.labels['${COMPLETION_INDEX}']` };
  return { ...container, env: [...(container.env ?? []), { name: INDEX_VARIABLE, valueFrom: { fieldRef } }] };
}
