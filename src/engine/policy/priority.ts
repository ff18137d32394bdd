import type { AdmissionPlugin, ExpectedObjects } from '../api/admission.ts';
import { forbidden } from '../api/errors.ts';
import type { KindMap } from '../api/object.ts';
import { withFields } from '../api/pod-spec/sharing.ts';
import type { Store } from '../api/store.ts';
import { SYSTEM_PREFIX } from './system-priority-classes.ts';
import { expectedObject, PODS, requestedName } from './new-objects.ts';

type Pod = KindMap['Pod'];
type PodSpec = Pod['spec'];
type PriorityClass = KindMap['PriorityClass'];

/** Gives every pod the priority of its class (plugin/pkg/admission/priority/admission.go). */
export function createPriorityAdmission(store: Store): AdmissionPlugin {
  const admitted = new WeakMap<PodSpec, { readonly by: PriorityClass | undefined; readonly spec: PodSpec }>();
  let standard: { readonly byDefault: PriorityClass | undefined } | undefined;
  store.watch(['PriorityClass'], () => {
    standard = undefined;
  });

  /** Of several defaults, which only mishaps leave behind, that of the lowest priority. */
  function defaultClass(): PriorityClass | undefined {
    standard ??= { byDefault: store.select('PriorityClass').filter(({ globalDefault }) => globalDefault).sort(byValue)[0] };
    return standard.byDefault;
  }
  function classOf(pod: Pod, expected: ExpectedObjects | undefined): PriorityClass | undefined {
    const name = pod.spec.priorityClassName;
    if (!name) return defaultClass();
    const found = store.get('PriorityClass', name) ?? expectedObject('PriorityClass', '', name, expected);
    if (!found) throw forbidden(PODS, requestedName(pod), `no PriorityClass with name ${name} was found`);
    return found;
  }
  function admit(pod: Pod, expected: ExpectedObjects | undefined): PodSpec {
    const { spec } = pod;
    const by = classOf(pod, expected);
    const known = admitted.get(spec);
    if (known?.by === by && known) return known.spec;
    const result = withPriority(pod, by);
    admitted.set(spec, { by, spec: result });
    return result;
  }

  return {
    name: 'Priority',
    concerns: (kind) => kind === 'PriorityClass',
    mutate(object, { expected }) {
      if (object.kind !== 'Pod' || object.apiVersion !== 'v1') return object;
      const pod = object as Pod;
      const spec = admit(pod, expected);
      return spec === pod.spec ? pod : { ...pod, spec };
    },
    check({ object, previous, operation, resource }) {
      if (resource.kind !== 'PriorityClass') return;
      if (operation === 'delete') {
        if (object.metadata.name?.startsWith(SYSTEM_PREFIX)) throw forbidden(resource, object.metadata.name, 'this is a system priority class and cannot be deleted');
        return;
      }
      const asked = object as PriorityClass;
      if (!asked.globalDefault || (previous as PriorityClass | undefined)?.globalDefault) return;
      const other = defaultClass();
      if (!other || other.metadata.name === asked.metadata.name) return;
      throw forbidden(resource, asked.metadata.name ?? '', `PriorityClass ${other.metadata.name ?? ''} is already marked as default. Only one default can exist`);
    },
  };
}

function withPriority(pod: Pod, by: PriorityClass | undefined): PodSpec {
  const { spec } = pod;
  const value = by?.value ?? 0;
  const policy = by?.preemptionPolicy ?? 'PreemptLowerPriority';
  const refuse = (what: string, given: unknown, computed: unknown): never => {
    const words = `the ${what} (${String(given)}) must not be provided in pod spec; priority admission controller computed ${String(computed)} from the given PriorityClass name`;
    throw forbidden(PODS, requestedName(pod), words);
  };
  if (spec.priority !== undefined && spec.priority !== value) refuse('integer value of priority', spec.priority, value);
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== policy) refuse('string value of PreemptionPolicy', spec.preemptionPolicy, policy);
  return withFields(spec, {
    ...(by ? { priorityClassName: by.metadata.name ?? '' } : {}),
    priority: value,
    preemptionPolicy: policy,
  });
}

function byValue(a: PriorityClass, b: PriorityClass): number {
  return (a.value ?? 0) - (b.value ?? 0) || ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1);
}
