import type { KindMap } from '../../api/object.ts';
import { formatTime } from '../../time-format.ts';

type Node = KindMap['Node'];
type Taint = NonNullable<Node['spec']['taints']>[number];
/** Identity of a taint: its value and time do not count (core/v1 Taint.MatchTaint). */
export type TaintKey = Pick<Taint, 'key' | 'effect'>;

export const NOT_READY: TaintKey = { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' };
export const UNREACHABLE: TaintKey = { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' };
const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable';

/** Which taint a condition's status stands for. */
const TAINTS_OF_CONDITIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Ready: { False: NOT_READY.key, Unknown: UNREACHABLE.key },
  MemoryPressure: { True: 'node.kubernetes.io/memory-pressure' },
  DiskPressure: { True: 'node.kubernetes.io/disk-pressure' },
  NetworkUnavailable: { True: 'node.kubernetes.io/network-unavailable' },
  PIDPressure: { True: 'node.kubernetes.io/pid-pressure' },
};
const OWN_NO_SCHEDULE: ReadonlySet<string> = new Set([UNSCHEDULABLE, ...Object.values(TAINTS_OF_CONDITIONS).flatMap((byStatus) => Object.values(byStatus))]);

export interface TaintDifference {
  readonly add: readonly TaintKey[];
  readonly drop: readonly TaintKey[];
}

/** What the node's NoSchedule taints lack, or have too much, for its conditions and `spec.unschedulable`; `undefined` when they fit. */
export function schedulingDifference({ spec, status }: Node): TaintDifference | undefined {
  const wanted = new Set<string>();
  for (const condition of status?.conditions ?? []) {
    const key = TAINTS_OF_CONDITIONS[condition.type]?.[condition.status];
    if (key !== undefined) wanted.add(key);
  }
  if (spec.unschedulable) wanted.add(UNSCHEDULABLE);
  const present = (spec.taints ?? []).filter(({ key, effect }) => effect === 'NoSchedule' && OWN_NO_SCHEDULE.has(key));
  const add = [...wanted].filter((key) => !present.some((taint) => taint.key === key)).map((key) => ({ key, effect: 'NoSchedule' }));
  const drop = present.filter(({ key }) => !wanted.has(key));
  return add.length === 0 && drop.length === 0 ? undefined : { add, drop };
}

export function hasTaint({ spec }: Node, { key, effect }: TaintKey): boolean {
  return spec.taints?.some((taint) => taint.key === key && taint.effect === effect) ?? false;
}

/** The node with taints added (as of `nowMs`) and taken away; the others keep their order. */
export function withTaints(node: Node, { add, drop }: TaintDifference, nowMs: number): Node {
  const gone = [...add, ...drop];
  const kept = (node.spec.taints ?? []).filter((taint) => !gone.some(({ key, effect }) => taint.key === key && taint.effect === effect));
  const taints = [...kept, ...add.map(({ key, effect }) => ({ key, effect, timeAdded: formatTime(nowMs) }))];
  const { taints: _before, ...spec } = node.spec;
  return { ...node, spec: taints.length > 0 ? { ...spec, taints } : spec };
}

/** `tainted unreachable:NoExecute, untainted not-ready:NoExecute`. */
export function describeTainting({ add, drop }: TaintDifference): string {
  const name = ({ key, effect }: TaintKey): string => `${key.slice(key.indexOf('/') + 1)}:${effect}`;
  return [...add.map((taint) => `tainted ${name(taint)}`), ...drop.map((taint) => `untainted ${name(taint)}`)].join(', ');
}
