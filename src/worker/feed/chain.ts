import type { KindMap } from '../../engine/api/object.ts';
import { referenceKey, type ObjectReference } from '../../engine/api/reference.ts';
import type { Cause } from '../../engine/causes.ts';
import type { RecordedAction } from '../../engine/recording.ts';
import type { Simulation } from '../../engine/simulation.ts';
import type { ChainLink } from '../protocol.ts';
import { deedParts, targetsOf } from './chain-parts.ts';
import { sentenceOf } from './chain-words.ts';
import type { ClusterMirror } from './cluster-mirror.ts';
import type { Choices } from './decision-view.ts';
import { stepsOf } from './pod-steps.ts';
import type { WriteHistory } from './write-history.ts';
import type { WriteFact } from './write-fact.ts';

export interface ChainSources {
  readonly simulation: Simulation;
  readonly mirror: ClusterMirror;
  readonly history: WriteHistory;
  readonly choices: Choices;
}

const MOST_LINKS = 40;
/** Writes looked at for them: not every one makes a link. */
const MOST_ITEMS = 200;

/** Something to be told: a write, a step that a pod's object tells of, or a deed. */
interface Item {
  readonly atMs: number;
  /** among what happened in the same millisecond, the newer the higher. */
  readonly order: number;
  readonly cause: Cause;
  readonly fact: WriteFact | undefined;
}

/** What led to the state of an object, newest first, back to what a person did. */
export function chainOf(sources: ChainSources, reference: ObjectReference): ChainLink[] {
  const { simulation } = sources;
  const { uid } = reference;
  const items = uid === undefined ? [] : writesBehind(sources, uid);
  const deeds = new Set(items.flatMap(({ cause }) => cause.deed ?? []));
  const addDeed = (index: number): void => {
    const action = simulation.actions[index];
    if (!action || deeds.has(index)) return;
    deeds.add(index);
    // A deed that led to no write is newer than what was written in its millisecond.
    items.push({ atMs: action.atMs, order: Number.MAX_SAFE_INTEGER, cause: deedCause(action, index), fact: undefined });
  };
  for (const index of deedsOn(simulation.actions, reference)) addDeed(index);
  // A node that falls silent tells nobody why: the chain goes on with who silenced it.
  for (const { cause, atMs } of items.filter(({ fact }) => fact?.what === 'node-lost')) {
    const index = silencedBy(simulation.actions, cause.reference?.name ?? '', atMs);
    if (index !== undefined) addDeed(index);
  }
  items.sort((a, b) => b.atMs - a.atMs || b.order - a.order);
  const told = items.slice(0, MOST_ITEMS).filter((_item, index) => !isImplied(items, index));
  return fold(told.flatMap((item) => linkOf(sources, item, uid) ?? [])).slice(0, MOST_LINKS);
}

/** The writes that told something of an object, with everything that led to each. */
function writesBehind({ simulation, mirror, history }: ChainSources, uid: string): Item[] {
  const causes = new Map<number, Cause>();
  const latest = simulation.latestCause(uid)?.id;
  for (const id of new Set([...(latest === undefined ? [] : [latest]), ...history.causesOf(uid).toReversed()])) {
    for (const cause of simulation.causeChain(id)) {
      if (causes.has(cause.id)) break;
      causes.set(cause.id, cause);
    }
  }
  const items = [...causes.values()].map((cause): Item => ({ atMs: cause.atMs, order: cause.id, cause, fact: history.factOf(cause.id) }));
  return [...items, ...unseenSteps(mirror, uid, items)];
}

/** What happened to a pod before anybody listened, from what its object tells. */
function unseenSteps(mirror: ClusterMirror, uid: string, items: readonly Item[]): Item[] {
  const object = mirror.withUid(uid);
  if (object?.kind !== 'Pod' || items.some(({ cause, fact }) => cause.reference?.uid === uid && TOLD_BY_STATUS.has(fact?.what ?? ''))) return [];
  const pod = object as KindMap['Pod'];
  const { namespace = '', name = '' } = pod.metadata;
  const actor = `kubelet/${pod.spec.nodeName ?? ''}`;
  const boundMs = Math.max(0, ...items.filter(({ cause }) => cause.reference?.uid === uid && cause.note?.startsWith('bound to ')).map(({ atMs }) => atMs));
  return stepsOf(pod).map(({ atMs, fact }, index): Item => {
    // The API tells seconds: a start must not come before the choice of the node.
    const notBeforeMs = Math.max(atMs, boundMs);
    const cause: Cause = { id: 0, parent: 0, atMs: notBeforeMs, actor, verb: 'update', reference: { kind: 'Pod', namespace, name, uid } };
    return { atMs: notBeforeMs, order: Number.MAX_SAFE_INTEGER - 100 + index, cause, fact };
  });
}

const TOLD_BY_STATUS: ReadonlySet<string> = new Set<WriteFact['what']>(['pod-started', 'pod-ready', 'pod-unready', 'pod-trouble', 'pod-unschedulable', 'pod-over']);

function deedCause({ atMs }: RecordedAction, index: number): Cause {
  return { id: 0, parent: 0, atMs, actor: 'you', verb: 'deed', reference: null, deed: index };
}

/** Indexes of the deeds that were aimed at an object itself. */
function deedsOn(actions: readonly RecordedAction[], reference: ObjectReference): number[] {
  const key = referenceKey(reference);
  return actions.flatMap(({ action, refused }, index) => {
    const isOnIt = !refused && action.type === 'fault' && targetsOf(action).some((target) => referenceKey(target) === key);
    return isOnIt ? [index] : [];
  });
}

/** The deed that keeps a node from being heard at a moment: power or network taken away and not given back since. */
function silencedBy(actions: readonly RecordedAction[], node: string, atMs: number): number | undefined {
  let powered = false;
  let healed = false;
  for (let index = actions.length - 1; index >= 0; index--) {
    const recorded = actions[index];
    if (!recorded || recorded.refused || recorded.atMs > atMs || recorded.action.type !== 'fault' || recorded.action.target.node !== node) continue;
    switch (recorded.action.fault) {
      case 'power-on-node': powered = true; break;
      case 'heal-partition': healed = true; break;
      case 'power-off-node':
        if (!powered) return index;
        break;
      case 'partition-node':
        if (!healed) return index;
        break;
      default:
    }
  }
  return undefined;
}

/** Whether what came before says it already: a node that is lost, or ready again, changes its taints by the way. */
function isImplied(items: readonly Item[], index: number): boolean {
  const item = items[index];
  if (item?.fact?.what !== 'node-taints') return false;
  const { uid } = item.cause.reference ?? {};
  for (const older of items.slice(index + 1)) {
    if (older.cause.reference?.uid !== uid) return false;
    if (older.fact?.what === 'node-taints' || older.fact === undefined) continue;
    return IMPLY_TAINTS.has(older.fact.what) && [...item.fact.added, ...item.fact.removed].every((taint) => HEALTH_TAINT.test(taint));
  }
  return false;
}
const IMPLY_TAINTS: ReadonlySet<string> = new Set(['node-lost', 'node-unready', 'node-ready', 'node-joined']);
const HEALTH_TAINT = /unreachable|not-ready/;

function linkOf({ simulation, mirror, choices }: ChainSources, { atMs, cause, fact }: Item, selfUid: string | undefined): ChainLink | null {
  if (cause.verb === 'deed') {
    const recorded = simulation.actions[cause.deed ?? -1];
    return recorded ? { atMs, parts: deedParts(recorded.sentence, recorded.action), note: '', person: true } : null;
  }
  // The deed itself says what a person wrote; only a drain reaches further than its words.
  if (cause.actor === 'you' && fact?.what !== 'pod-evicted') return null;
  if (!fact) return null;
  const uid = cause.reference?.uid;
  const sentence = sentenceOf({
    cause, fact, selfUid,
    choice: fact.what === 'pod-bound' && uid !== undefined ? choices.wordsOf(cause.id, uid, fact.node) : '',
    reason: uid === undefined ? '' : fact.what === 'pod-started' ? imageNoteOf(mirror, uid, fact) : fact.what === 'pod-ready' ? readinessNoteOf(mirror, uid) : '',
  });
  return sentence && { atMs, ...sentence, person: false };
}

/** What a pod that became ready had to do for it. */
function readinessNoteOf(mirror: ClusterMirror, uid: string): string {
  const pod = mirror.withUid(uid) as KindMap['Pod'] | undefined;
  return pod?.spec.containers.some(({ readinessProbe }) => readinessProbe) ? 'its readiness probe succeeded' : '';
}

/** How the images of containers came to be there: "image was already there", "image pulled in 1.8s". */
function imageNoteOf(mirror: ClusterMirror, uid: string, { containers, again }: Extract<WriteFact, { what: 'pod-started' }>): string {
  let note = '';
  for (const { reason, message = '', involvedObject } of mirror.eventsOf(uid)) {
    if (reason !== 'Pulled' || !containers.some((name) => involvedObject.fieldPath?.endsWith(`{${name}}`))) continue;
    const took = /^Successfully pulled image .* in ([\d.]+\w+) /.exec(message)?.[1];
    note = took === undefined ? 'image was already there' : `image pulled in ${took}`;
    // The first start had the first image; a later one found it there, or pulled it once more.
    if (!again) return note;
  }
  return note;
}

/** What happens over and over is told once, where it happened last, with how often. */
function fold(links: readonly ChainLink[]): ChainLink[] {
  const told = new Map<string, { readonly link: ChainLink; times: number; lastMs: number }>();
  for (const link of links) {
    const text = link.person ? `${told.size}` : link.parts.map((part) => part.text).join('');
    const same = told.get(text);
    if (!same) told.set(text, { link, times: 1, lastMs: link.atMs });
    else if (same.lastMs !== link.atMs) {
      // Two writes of one moment are one deed.
      same.times++;
      same.lastMs = link.atMs;
    }
  }
  return [...told.values()].map(({ link, times }) => (times === 1 ? link : { ...link, note: [link.note, timesWords(times)].filter((part) => part !== '').join(', ') }));
}

/** Of what went on for long, only the first and the last times are remembered. */
function timesWords(times: number): string {
  return times < 6 ? `${times} times` : 'many times';
}
