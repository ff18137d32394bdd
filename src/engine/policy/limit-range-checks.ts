import type { KindMap, KubeObject } from '../api/object.ts';
import { compareQuantities, formatQuantity, type ParsedQuantity } from '../api/schema/quantity.ts';
import { amountsOf, podAmounts, type Amounts } from './pod-amounts.ts';

type PodSpec = KindMap['Pod']['spec'];
type LimitRange = KindMap['LimitRange'];
type Item = LimitRange['spec']['limits'][number];

/** What one thing asks for. */
interface Asked {
  readonly requests: Amounts;
  readonly limits: Amounts;
}

/** All ways in which a pod is out of bounds, in upstream's words. */
export function podProblems(spec: PodSpec, ranges: readonly LimitRange[]): readonly string[] {
  const whole: Asked = { requests: podAmounts(spec, 'requests'), limits: podAmounts(spec, 'limits') };
  const containers = [...spec.containers, ...(spec.initContainers ?? [])].map(({ resources }): Asked => ({ requests: amountsOf(resources?.requests), limits: amountsOf(resources?.limits) }));
  const problems: string[] = [];
  for (const item of ranges.flatMap(({ spec: { limits } }) => limits)) {
    if (item.type === 'Container') for (const container of containers) problems.push(...problemsWith(item, container));
    if (item.type === 'Pod') problems.push(...problemsWith(item, whole));
  }
  return [...new Set(problems)];
}

/** The same of a claim, which has no limits. */
export function claimProblems(claim: KubeObject, ranges: readonly LimitRange[]): readonly string[] {
  const requests = amountsOf((claim.spec as { readonly resources?: { readonly requests?: Readonly<Record<string, string>> } } | undefined)?.resources?.requests);
  const problems: string[] = [];
  for (const item of ranges.flatMap(({ spec: { limits } }) => limits)) {
    if (item.type !== 'PersistentVolumeClaim') continue;
    for (const [name, least] of sorted(item.min)) problems.push(...tooLittle(item, name, least, { requests, limits: new Map() }));
    for (const [name, most] of sorted(item.max)) {
      const request = requests.get(name);
      const rule = `maximum ${name} usage per ${item.type} is ${formatQuantity(most)}`;
      if (!request) problems.push(`${rule}.  No request is specified`);
      else if (compareQuantities(request, most) > 0) problems.push(`${rule}, but request is ${formatQuantity(request)}`);
    }
  }
  return problems;
}

function problemsWith(item: Item, asked: Asked): readonly string[] {
  return [
    ...sorted(item.min).flatMap(([name, least]) => tooLittle(item, name, least, asked)),
    ...sorted(item.max).flatMap(([name, most]) => tooMuch(item, name, most, asked)),
    ...sorted(item.maxLimitRequestRatio).flatMap(([name, ratio]) => tooWide(item, name, ratio, asked)),
  ];
}

/** By name: upstream says them in any order. */
function sorted(list: Item['min']): readonly (readonly [string, ParsedQuantity])[] {
  return [...amountsOf(list)].sort(([a], [b]) => (a < b ? -1 : 1));
}

function tooLittle({ type }: Item, name: string, least: ParsedQuantity, { requests, limits }: Asked): readonly string[] {
  const rule = `minimum ${name} usage per ${type} is ${formatQuantity(least)}`;
  const [request, limit] = [requests.get(name), limits.get(name)];
  if (!request) return [`${rule}.  No request is specified`];
  if (compareQuantities(request, least) < 0) return [`${rule}, but request is ${formatQuantity(request)}`];
  return limit && compareQuantities(limit, least) < 0 ? [`${rule}, but limit is ${formatQuantity(limit)}`] : [];
}

function tooMuch({ type }: Item, name: string, most: ParsedQuantity, { requests, limits }: Asked): readonly string[] {
  const rule = `maximum ${name} usage per ${type} is ${formatQuantity(most)}`;
  const [request, limit] = [requests.get(name), limits.get(name)];
  if (!limit) return [`${rule}.  No limit is specified`];
  if (compareQuantities(limit, most) > 0) return [`${rule}, but limit is ${formatQuantity(limit)}`];
  return request && compareQuantities(request, most) > 0 ? [`${rule}, but request is ${formatQuantity(request)}`] : [];
}

function tooWide({ type }: Item, name: string, widest: ParsedQuantity, { requests, limits }: Asked): readonly string[] {
  const rule = `${name} max limit to request ratio per ${type} is ${formatQuantity(widest)}`;
  const [request, limit] = [numberOf(requests.get(name)), numberOf(limits.get(name))];
  if (request === 0) return [`${rule}, but no request is specified or request is 0`];
  if (limit === 0) return [`${rule}, but no limit is specified or limit is 0`];
  return limit / request > numberOf(widest) ? [`${rule}, but provided ratio is ${(limit / request).toFixed(6)}`] : [];
}

function numberOf(amount: ParsedQuantity | undefined): number {
  return amount ? Number(amount.unscaled) * 10 ** amount.exponent : 0;
}
