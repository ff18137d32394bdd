import type { KindMap } from '../api/object.ts';
import { isSidecar } from '../api/pod-resources.ts';
import { addQuantities, compareQuantities, parseQuantity, quantityOf, type ParsedQuantity } from '../api/schema/quantity.ts';

type PodSpec = KindMap['Pod']['spec'];
type Container = PodSpec['containers'][number];

/** Amounts of resources by name. */
export type Amounts = ReadonlyMap<string, ParsedQuantity>;

const NOTHING: Amounts = new Map();
const ZERO = quantityOf(0);

/** Amounts of a resource list; what is no quantity is left out. */
export function amountsOf(list: Readonly<Record<string, string>> | undefined): Amounts {
  if (!list) return NOTHING;
  const amounts = new Map<string, ParsedQuantity>();
  for (const [name, text] of Object.entries(list)) {
    const parsed = parseQuantity(text);
    if (parsed.ok) amounts.set(name, parsed.quantity);
  }
  return amounts;
}

/**
 * What a pod requests or is limited to, by resource: containers and sidecars together or the most that its start takes, or what the pod asks
 * for as a whole; its overhead not included (component-helpers/resource PodRequests, PodLimits).
 */
export function podAmounts(spec: PodSpec, part: 'requests' | 'limits'): Amounts {
  const running = new Map<string, ParsedQuantity>();
  for (const container of spec.containers) addTo(running, of(container, part));
  const sidecars = new Map<string, ParsedQuantity>();
  const peak = new Map<string, ParsedQuantity>();
  for (const container of spec.initContainers ?? []) {
    const alone = new Map(sidecars);
    addTo(alone, of(container, part));
    if (isSidecar(container)) {
      addTo(sidecars, of(container, part));
      addTo(running, of(container, part));
    }
    raiseTo(peak, alone);
  }
  raiseTo(running, peak);
  for (const [name, amount] of amountsOf(spec.resources?.[part])) running.set(name, amount);
  return running;
}

/** The same with the pod's overhead; limits only of what has one. */
export function podAmountsWithOverhead(spec: PodSpec, part: 'requests' | 'limits'): Amounts {
  const amounts = podAmounts(spec, part);
  if (!spec.overhead) return amounts;
  const overhead = amountsOf(spec.overhead);
  const sum = new Map(amounts);
  addTo(sum, part === 'requests' ? overhead : new Map([...overhead].filter(([name]) => amounts.has(name))));
  return sum;
}

function of({ resources }: Container, part: 'requests' | 'limits'): Amounts {
  return amountsOf(resources?.[part]);
}

/** Adds every amount to that of its name. */
export function addTo(sum: Map<string, ParsedQuantity>, amounts: Amounts, times = 1): void {
  for (const [name, amount] of amounts) {
    const added = times === 1 ? amount : { unscaled: amount.unscaled * BigInt(times), exponent: amount.exponent, format: amount.format };
    sum.set(name, addQuantities(sum.get(name) ?? ZERO, added));
  }
}

function raiseTo(amounts: Map<string, ParsedQuantity>, least: Amounts): void {
  for (const [name, amount] of least) {
    const there = amounts.get(name);
    if (!there || compareQuantities(there, amount) < 0) amounts.set(name, amount);
  }
}
