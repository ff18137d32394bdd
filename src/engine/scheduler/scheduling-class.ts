import { isSame } from '../api/equality.ts';
import type { KindMap } from '../api/object.ts';
import type { Candidate } from './plugin.ts';

type PodSpec = KindMap['Pod']['spec'];

/**
 * Pods that all local plugins see alike, with what these found for them. What is known of a node, by its slot, holds while its stamp is the
 * node's generation. All of it can be forgotten at any time.
 */
export interface SchedulingClass {
  readonly alike: Alike;
  capacity: number;
  /** the local filters' verdict, with and without the pods nominated to the node. */
  codes: Uint16Array;
  codeStamps: Float64Array;
  /** raw scores of each local scorer. */
  raws: readonly Float64Array[];
  /** weighted scores of the local scorers that need no normalizing, added up. */
  sums: Float64Array;
  scoreStamps: Float64Array;
  /** which local scorers scored nodes, as bits. */
  scoredBy: number;
}
interface Alike extends Pick<Candidate, 'demand'>, Pick<PodSpec, 'priority' | 'tolerations' | 'nodeSelector'> {
  readonly nodeAffinity: NonNullable<PodSpec['affinity']>['nodeAffinity'];
}

/** Classes of pods met lately. */
export interface SchedulingClasses {
  /** Knows of as many slots as `capacity` says. */
  of(candidate: Candidate, capacity: number): SchedulingClass;
}

/** Few kinds of pods are scheduled at a time; each costs some bytes a node. */
const KEPT_CLASSES = 24;

export function createSchedulingClasses(localScorers: number): SchedulingClasses {
  const bySpec = new WeakMap<PodSpec, SchedulingClass>();
  /** the one used last comes first. */
  let classes: readonly SchedulingClass[] = [];

  function make(alike: Alike): SchedulingClass {
    const none = new Float64Array(0);
    return { alike, capacity: 0, codes: new Uint16Array(0), codeStamps: none, raws: [], sums: none, scoreStamps: none, scoredBy: 0 };
  }
  function grow(known: SchedulingClass, capacity: number): void {
    known.capacity = capacity;
    known.codes = new Uint16Array(capacity);
    known.codeStamps = new Float64Array(capacity);
    known.raws = Array.from({ length: localScorers }, () => new Float64Array(capacity));
    known.sums = new Float64Array(capacity);
    known.scoreStamps = new Float64Array(capacity);
  }
  function find({ pod: { spec }, demand }: Candidate): SchedulingClass {
    let known = bySpec.get(spec);
    if (!known || !classes.includes(known)) {
      const alike = { demand, priority: spec.priority, tolerations: spec.tolerations, nodeSelector: spec.nodeSelector, nodeAffinity: spec.affinity?.nodeAffinity };
      known = classes.find((other) => isSame(other.alike, alike)) ?? make(alike);
      bySpec.set(spec, known);
    }
    if (known !== classes[0]) classes = [known, ...classes.filter((other) => other !== known)].slice(0, KEPT_CLASSES);
    return known;
  }

  return {
    of(candidate, capacity) {
      const known = find(candidate);
      if (known.capacity < capacity) grow(known, capacity);
      return known;
    },
  };
}
