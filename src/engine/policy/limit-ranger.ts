import type { AdmissionPlugin } from '../api/admission.ts';
import { forbidden } from '../api/errors.ts';
import type { KindMap } from '../api/object.ts';
import { mapShared } from '../api/pod-spec/sharing.ts';
import type { Store } from '../api/store.ts';
import { claimProblems, podProblems } from './limit-range-checks.ts';

type Pod = KindMap['Pod'];
type PodSpec = Pod['spec'];
type Container = PodSpec['containers'][number];
type LimitRange = KindMap['LimitRange'];
type Resources = Readonly<Record<string, string>>;

const ANNOTATION = 'kubernetes.io/limit-ranger';
type Annotations = Readonly<Record<string, string>>;

/** What a pod was given, for the LimitRanges in these versions. */
interface Defaulted {
  readonly versions: string;
  readonly spec: PodSpec;
  /** what is said of it on the pod. */
  readonly note: string | undefined;
}

/** Defaults and bounds of what pods and claims ask for (plugin/pkg/admission/limitranger/admission.go). */
export function createLimitRanger(store: Store): AdmissionPlugin {
  // Pods of one template share their spec afterwards as well, and their annotations.
  const defaulted = new WeakMap<PodSpec, Defaulted>();
  const annotated = new WeakMap<Defaulted, WeakMap<object, Annotations>>();
  const checked = new WeakMap<PodSpec, { readonly versions: string; readonly problems: readonly string[] }>();

  function rangesOf(namespace: string): readonly LimitRange[] {
    return store.select('LimitRange', { namespace }).sort((a, b) => ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1));
  }
  function defaultsFor(spec: PodSpec, ranges: readonly LimitRange[]): Defaulted {
    const versions = versionsOf(ranges);
    let result = defaulted.get(spec);
    if (result?.versions !== versions) {
      result = withDefaults(spec, ranges, versions);
      defaulted.set(spec, result);
    }
    return result;
  }
  function annotationsFor(pod: Pod, result: Defaulted, note: string): Annotations {
    const before = pod.metadata.annotations;
    let known = annotated.get(result);
    if (!known) annotated.set(result, (known = new WeakMap()));
    let annotations = known.get(before ?? result);
    if (!annotations) known.set(before ?? result, (annotations = { ...before, [ANNOTATION]: note }));
    return annotations;
  }
  function problemsOf(spec: PodSpec, ranges: readonly LimitRange[]): readonly string[] {
    const versions = versionsOf(ranges);
    let result = checked.get(spec);
    if (result?.versions !== versions) checked.set(spec, (result = { versions, problems: podProblems(spec, ranges) }));
    return result.problems;
  }

  return {
    name: 'LimitRanger',
    concerns: (kind, operation, subresource) => operation !== 'delete' && subresource === undefined && (kind === 'Pod' || (kind as string) === 'PersistentVolumeClaim'),
    mutate(object) {
      if (object.kind !== 'Pod' || object.apiVersion !== 'v1' || store.count('LimitRange') === 0) return object;
      const pod = object as Pod;
      const result = defaultsFor(pod.spec, rangesOf(pod.metadata.namespace ?? ''));
      if (result.note === undefined) return pod;
      return { ...pod, metadata: { ...pod.metadata, annotations: annotationsFor(pod, result, result.note) }, spec: result.spec };
    },
    check({ operation, subresource, object, resource, previous }) {
      if (operation === 'delete' || subresource !== undefined || resource.group !== '' || store.count('LimitRange') === 0) return;
      const { namespace = '', name = '' } = object.metadata;
      const problems = resource.plural === 'pods' && !previous ? problemsOf((object as Pod).spec, rangesOf(namespace))
        : resource.plural === 'persistentvolumeclaims' ? claimProblems(object, rangesOf(namespace)) : [];
      if (problems.length > 0) throw forbidden(resource, name, problems.length === 1 ? (problems[0] ?? '') : `[${problems.join(', ')}]`);
    },
  };
}

function versionsOf(ranges: readonly LimitRange[]): string {
  return ranges.map(({ metadata }) => metadata.resourceVersion ?? '').join();
}

/** One LimitRange after the other fills in what is still missing. */
function withDefaults(spec: PodSpec, ranges: readonly LimitRange[], versions: string): Defaulted {
  let result = spec;
  let note: string | undefined;
  for (const range of ranges) {
    const limits: Resources = Object.assign({}, ...containerItems(range).map((item) => item.default));
    const requests: Resources = Object.assign({}, ...containerItems(range).map((item) => item.defaultRequest));
    const said: string[] = [];
    const fill = (kind: 'container' | 'init container') => (container: Container): Container => {
      const { resources } = container;
      const newLimits = missing(resources?.limits, limits);
      const newRequests = missing(resources?.requests, requests);
      if (newRequests.length > 0) said.push(`${newRequests.join(', ')} request for ${kind} ${container.name}`);
      if (newLimits.length > 0) said.push(`${newLimits.join(', ')} limit for ${kind} ${container.name}`);
      if (newLimits.length === 0 && newRequests.length === 0) return container;
      const filled = { ...resources, limits: { ...limits, ...resources?.limits }, requests: { ...requests, ...resources?.requests } };
      return { ...container, resources: filled };
    };
    const containers = mapShared(result.containers, fill('container')) ?? [];
    const initContainers = mapShared(result.initContainers, fill('init container'));
    if (said.length === 0) continue;
    result = { ...result, containers, ...(initContainers ? { initContainers } : {}) };
    note = `LimitRanger plugin set: ${said.join('; ')}`;
  }
  return { versions, spec: result, note };
}

function containerItems({ spec }: LimitRange): LimitRange['spec']['limits'] {
  return spec.limits.filter(({ type }) => type === 'Container');
}

function missing(given: Resources | undefined, defaults: Resources): string[] {
  return Object.keys(defaults).filter((name) => given?.[name] === undefined).sort();
}
