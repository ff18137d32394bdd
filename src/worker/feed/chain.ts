import type { KindMap } from '../../engine/api/object.ts';
import { referenceKey, type ObjectReference } from '../../engine/api/reference.ts';
import type { Cause } from '../../engine/causes.ts';
import type { RecordedAction } from '../../engine/recording.ts';
import type { Simulation } from '../../engine/simulation.ts';
import type { ChainLink } from '../protocol.ts';
import { deedParts, targetsOf } from './chain-parts.ts';
import { sentenceOf } from './chain-words.ts';
import type { ClusterMirror } from './cluster-mirror.ts';
import { stepsOf, type WriteHistory } from './write-history.ts';
import type { WriteFact } from './write-fact.ts';

export interface ChainSources {
  readonly simulation: Simulation;
  readonly mirror: ClusterMirror;
  readonly history: WriteHistory;
}

const MOST_LINKS = 40;

/** Something to be told: a write, a step that a pod's object tells of, or a deed. */
interface Item {
  readonly atMs: number;
  /** among what happened in the same millisecond, the newer the higher. */
  readonly order: number;
  readonly cause: Cause;
  readonly fact: WriteFact | undefined;
}

/** What led to the state of an object, newest first, back to what a person did. */
export function chainOf({ simulation, mirror, history }: ChainSources, reference: ObjectReference): ChainLink[] {
  const { uid } = reference;
  const items = uid === undefined ? [] : writesBehind({ simulation, mirror, history }, uid);
  const deeds = new Set(items.flatMap(({ cause }) => cause.deed ?? []));
  const addDeed = (index: number): void => {
    const action = simulation.actions[index];
    if (!action || deeds.has(index)) return;
    deeds.add(index);
    items.push({ atMs: action.atMs, order: -1, cause: deedCause(action, index), fact: undefined });
  };
  for (const index of deedsOn(simulation.actions, reference)) addDeed(index);
  // A node that falls silent tells nobody why: the chain goes on with who silenced it.
  for (const { cause, atMs } of items.filter(({ fact }) => fact?.what === 'node-lost')) {
    const index = silencedBy(simulation.actions, cause.reference?.name ?? '', atMs);
    if (index !== undefined) addDeed(index);
  }
  items.sort((a, b) => b.atMs - a.atMs || b.order - a.order);
  const told = items.filter((item, index) => !isImplied(item, items[index + 1]));
  return fold(told.flatMap((item) => linkOf({ simulation, mirror, history }, item, uid) ?? [])).slice(0, MOST_LINKS);
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
  if (object?.kind !== 'Pod' || items.some(({ cause, fact }) => cause.reference?.uid === uid && fact?.what === 'pod-started')) return [];
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

function deedCause({ atMs }: RecordedAction, index: number): Cause {
  return { id: 0, parent: 0, atMs, actor: 'you', verb: 'deed', reference: null, deed: index };
}

/** Indexes of the deeds that were aimed at an object itself. */
function deedsOn(actions: readonly RecordedAction[], reference: ObjectReference): number[] {
  const key = referenceKey(reference);
  return actions.flatMap(({ action, refused }, index) => (!refused && action.type === 'fault' && targetsOf(action).some((target) => referenceKey(target) === key) ? [index] : []));
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

/** Whether what came before (`older`) says it already: a lost node is tainted, and a ready one untainted, by the way. */
function isImplied({ cause, fact }: Item, older: Item | undefined): boolean {
  if (fact?.what !== 'node-taints' || cause.reference?.uid !== older?.cause.reference?.uid) return false;
  const before = older?.fact?.what;
  return before === 'node-lost' || before === 'node-unready' || before === 'node-ready' || before === 'node-joined' || before === 'node-taints';
}

function linkOf({ simulation, mirror }: ChainSources, { atMs, cause, fact }: Item, selfUid: string | undefined): ChainLink | null {
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
    decision: uid === undefined ? undefined : simulation.decisionFor(uid),
    imageNote: fact.what === 'pod-started' && uid !== undefined ? imageNoteOf(mirror, uid, fact.containers) : '',
  });
  return sentence && { atMs, ...sentence, person: false };
}

/** How the images of containers came to be there: "image was already there", "image pulled in 1.8s". */
function imageNoteOf(mirror: ClusterMirror, uid: string, containers: readonly string[]): string {
  let note = '';
  for (const { reason, message = '', involvedObject } of mirror.eventsOf(uid)) {
    if (reason !== 'Pulled' || !containers.some((name) => involvedObject.fieldPath?.endsWith(`{${name}}`))) continue;
    const took = /^Successfully pulled image .* in ([\d.]+\w+) /.exec(message)?.[1];
    note = took === undefined ? 'image was already there' : `image pulled in ${took}`;
  }
  return note;
}

/** The same sentence again and again is said once, with how often. */
function fold(links: readonly ChainLink[]): ChainLink[] {
  const folded: { link: ChainLink; text: string; times: number }[] = [];
  for (const link of links) {
    const text = link.parts.map((part) => part.text).join('');
    const last = folded.at(-1);
    // One deletion may take two writes.
    if (last?.text === text && !link.person) last.times += last.link.atMs === link.atMs ? 0 : 1;
    else folded.push({ link, text, times: 1 });
  }
  return folded.map(({ link, times }) => (times === 1 ? link : { ...link, note: [link.note, `${times} times`].filter((part) => part !== '').join(', ') }));
}
