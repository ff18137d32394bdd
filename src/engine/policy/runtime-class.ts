import type { AdmissionPlugin, ExpectedObjects } from '../api/admission.ts';
import { isSame } from '../api/equality.ts';
import { forbidden, type StatusError } from '../api/errors.ts';
import type { KindMap } from '../api/object.ts';
import { compareQuantities, parseQuantity } from '../api/schema/quantity.ts';
import type { Store } from '../api/store.ts';
import { expectedObject, PODS, requestedName } from './new-objects.ts';

type Pod = KindMap['Pod'];
type PodSpec = Pod['spec'];
type Toleration = NonNullable<PodSpec['tolerations']>[number];
type RuntimeClass = KindMap['RuntimeClass'];
type Amounts = NonNullable<PodSpec['overhead']>;

const MISMATCH = "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead";

/** Gives pods of a runtime class its overhead and its nodes (plugin/pkg/admission/runtimeclass/admission.go). */
export function createRuntimeClassAdmission(store: Store): AdmissionPlugin {
  const admitted = new WeakMap<PodSpec, { readonly by: RuntimeClass; readonly spec: PodSpec }>();

  function classOf(pod: Pod, expected: ExpectedObjects | undefined): RuntimeClass | undefined {
    const name = pod.spec.runtimeClassName;
    if (!name) return undefined;
    const found = store.get('RuntimeClass', name) ?? expectedObject('RuntimeClass', '', name, expected);
    if (!found) throw refusal(pod, `pod rejected: RuntimeClass "${name}" not found`);
    return found;
  }
  function admit(pod: Pod, by: RuntimeClass): PodSpec {
    const known = admitted.get(pod.spec);
    if (known?.by === by) return known.spec;
    const spec = withScheduling(pod, withOverhead(pod, by), by);
    admitted.set(pod.spec, { by, spec });
    return spec;
  }

  return {
    name: 'RuntimeClass',
    mutate(object, { expected }) {
      if (object.kind !== 'Pod' || object.apiVersion !== 'v1') return object;
      const pod = object as Pod;
      const by = classOf(pod, expected);
      if (by) return { ...pod, spec: admit(pod, by) };
      if (Object.keys(pod.spec.overhead ?? {}).length > 0) throw refusal(pod, 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead');
      return pod;
    },
  };
}

function refusal(pod: Pod, words: string): StatusError {
  return forbidden(PODS, requestedName(pod), words);
}

function withOverhead(pod: Pod, { overhead }: RuntimeClass): PodSpec {
  const { spec } = pod;
  const given = spec.overhead ?? {};
  if (!overhead) {
    if (Object.keys(given).length > 0) throw refusal(pod, 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead');
    return spec;
  }
  const podFixed = overhead.podFixed ?? {};
  if (Object.keys(given).length > 0 && !isSameAmounts(given, podFixed)) throw refusal(pod, MISMATCH);
  return { ...spec, overhead: podFixed };
}

function isSameAmounts(left: Amounts, right: Amounts): boolean {
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return names.every((name) => {
    const [a, b] = [parseQuantity(left[name] ?? ''), parseQuantity(right[name] ?? '')];
    return a.ok && b.ok && compareQuantities(a.quantity, b.quantity) === 0;
  });
}

function withScheduling(pod: Pod, spec: PodSpec, { scheduling }: RuntimeClass): PodSpec {
  if (!scheduling) return spec;
  const selector: Record<string, string> = { ...spec.nodeSelector };
  for (const [key, value] of Object.entries(scheduling.nodeSelector ?? {})) {
    const given = selector[key];
    if (given !== undefined && given !== value) {
      throw refusal(pod, `conflict: runtimeClass.scheduling.nodeSelector[${key}] = ${value}; pod.spec.nodeSelector[${key}] = ${given}`);
    }
    selector[key] = value;
  }
  const tolerations = merged([...(spec.tolerations ?? []), ...(scheduling.tolerations ?? [])]);
  return { ...spec, ...(Object.keys(selector).length > 0 ? { nodeSelector: selector } : {}), ...(tolerations.length > 0 ? { tolerations } : {}) };
}

/** Tolerations without those that others cover (pkg/util/tolerations MergeTolerations). */
function merged(all: readonly Toleration[]): Toleration[] {
  const kept: Toleration[] = [];
  for (const [position, toleration] of all.entries()) {
    const isRedundant = kept.some((other) => covers(other, toleration)) || all.slice(position + 1).some((other) => !isSame(other, toleration) && covers(other, toleration));
    if (!isRedundant) kept.push(toleration);
  }
  return kept;
}

function covers(wider: Toleration, toleration: Toleration): boolean {
  if (isSame(wider, toleration)) return true;
  if (toleration.key !== wider.key && !(!wider.key && wider.operator === 'Exists')) return false;
  if (wider.effect && toleration.effect !== wider.effect) return false;
  if (wider.effect === 'NoExecute' && wider.tolerationSeconds !== undefined) {
    if (toleration.tolerationSeconds === undefined || toleration.tolerationSeconds > wider.tolerationSeconds) return false;
  }
  if (wider.operator === 'Exists') return true;
  return (!wider.operator || wider.operator === 'Equal') && toleration.operator === 'Equal' && toleration.value === wider.value;
}
