import type { Cause } from '../../engine/causes.ts';
import type { ChainLink } from '../protocol.ts';
import { nodeReference, objectPart, partOf, plain, type Part } from './chain-parts.ts';
import type { WriteFact } from './write-fact.ts';

/** What a sentence about a write can draw on. */
export interface Told {
  readonly cause: Cause;
  readonly fact: WriteFact;
  /** the object whose story is told: sentences about it say "it". */
  readonly selfUid: string | undefined;
  /** how the choice of the node came out: ", 118 points; node-1 had 96". */
  readonly choice: string;
  /** how a started pod came by its images, or what made it ready. */
  readonly reason: string;
}

export type Sentence = Pick<ChainLink, 'parts' | 'note'>;

/** A write in a plain sentence. */
export function sentenceOf(told: Told): Sentence | null {
  const { fact } = told;
  return podSentence(told, fact) ?? nodeSentence(told, fact) ?? objectSentence(told, fact);
}

function podSentence(told: Told, fact: WriteFact): Sentence | null {
  const { cause, selfUid } = told;
  const reference = cause.reference;
  if (reference === null) return null;
  const isSelf = reference.uid === selfUid;
  const pod = objectPart(reference, selfUid);
  const say = (parts: readonly Part[], note = ''): Sentence => ({ parts, note });
  switch (fact.what) {
    case 'pod-created':
      if (!fact.owner) return say([actorPart(cause.actor), plain(' created '), partOf(reference)]);
      return say([
        partOf(fact.owner),
        plain(fact.wanted === null ? ' made ' : ` had ${fact.had} of ${fact.wanted} pods, so it made `),
        isSelf ? plain(fact.wanted === null ? 'it' : 'one') : partOf(reference),
      ]);
    case 'pod-bound':
      return say([
        plain('scheduler chose '), partOf(nodeReference(fact.node)), ...(isSelf ? [] : [plain(' for '), pod]), ...(told.choice === '' ? [] : [plain(told.choice)]),
      ]);
    case 'pod-unschedulable':
      return say([plain('scheduler found no node for '), pod], firstSentence(fact.message));
    case 'pod-started': {
      const what = `${fact.containers.length === 1 ? 'container' : 'containers'} ${fact.containers.join(', ')}${fact.again ? ' again' : ''}`;
      const whose = isSelf ? [] : [plain(' of '), pod];
      return say([kubeletPart(fact.node), plain(` started ${what}`), ...whose], told.reason);
    }
    case 'pod-ready':
      return say([kubeletPart(fact.node), plain(' found '), pod, plain(' ready')], told.reason);
    case 'pod-unready':
      if (cause.actor.startsWith('kubelet/')) return say([actorPart(cause.actor), plain(' found '), pod, plain(' not ready')], fact.message);
      return say([actorPart(cause.actor), plain(' marked '), pod, plain(' not ready')], fact.message || (cause.note ?? '').replace(/^not ready: /, ''));
    case 'pod-trouble':
      return say([kubeletPart(fact.node), plain(` ${troubleDeed(fact)} container ${fact.container}`), ...(isSelf ? [] : [plain(' of '), pod])], troubleNote(fact));
    case 'pod-over':
      return say([partOf(reference), plain(fact.phase === 'Succeeded' ? ' came to its end' : ' failed')], fact.message);
    case 'pod-evicted':
      return say(
        [partOf(reference), plain(' was evicted'), ...(fact.node === null ? [] : [plain(' from '), partOf(nodeReference(fact.node))])],
        taintNote(fact.taint, fact.taintedMs),
      );
    case 'pod-leaving':
      if (cause.actor === 'replicaset-controller' && fact.owner) {
        return say([partOf(fact.owner), plain(' had more pods than it should, so it removed '), isSelf ? plain('this one') : pod]);
      }
      return say([actorPart(cause.actor), plain(' asked '), pod, plain(' to stop')]);
    case 'pod-gone':
      return say([actorPart(cause.actor), plain(cause.actor.startsWith('kubelet/') ? ' finished stopping ' : ' removed '), pod]);
    default:
      return null;
  }
}

type Trouble = Extract<WriteFact, { what: 'pod-trouble' }>;

/** What the kubelet did about a container that does not run, to be followed by its name. */
function troubleDeed({ reason }: Trouble): string {
  switch (reason) {
    case 'ErrImagePull': return 'could not pull the image of';
    case 'ImagePullBackOff': return 'waits before it pulls the image again for';
    case 'CrashLoopBackOff': return 'waits before it starts again';
    default: return `reported ${reason} for`;
  }
}

/** The kubelet's message without what it repeats: the runtime's whole path to the error, and which pod this is. */
function troubleNote({ reason, message }: Trouble): string {
  switch (reason) {
    case 'ErrImagePull': return `ErrImagePull: ${message.slice(message.lastIndexOf('": ') + 1).replace(/^: /, '')}`;
    case 'ImagePullBackOff': return `ImagePullBackOff: ${message.replace(/: ErrImagePull: .*$/, '')}`;
    case 'CrashLoopBackOff': return `CrashLoopBackOff: ${message.replace(/ pod=\S+$/, '')}`;
    default: return message;
  }
}

/** The scheduler's verdict without what it says about preemption. */
function firstSentence(message: string): string {
  return message.replace(/(?<=\.) \S.*$/, '');
}

function taintNote(taint: string | null, taintedMs: number | null): string {
  if (taint === null) return '';
  return taintedMs === null ? `taint ${shortTaint(taint)}` : `tolerated the taint ${shortTaint(taint)} for ${Math.round(taintedMs / 1000)}\u00a0s`;
}

/** A taint without Kubernetes' own domain, which a narrow panel would break in the middle: `unreachable:NoExecute`. */
function shortTaint(taint: string): string {
  return taint.replace(/^node\.kubernetes\.io\//, '');
}

function nodeSentence({ cause }: Told, fact: WriteFact): Sentence | null {
  const { reference } = cause;
  if (reference?.kind !== 'Node') return null;
  const node = partOf(reference);
  const say = (words: string, note = ''): Sentence => ({ parts: [node, plain(words)], note });
  switch (fact.what) {
    case 'node-joined': return say(' joined the cluster');
    case 'node-ready': return say(' became ready');
    case 'node-unready': return say(' is not ready', fact.message);
    case 'node-lost': return say(' stopped its heartbeat: Ready=Unknown', `${Math.round(fact.silentMs / 1000)}\u00a0s without a lease renewal`);
    case 'node-gone': return say(' was removed from the cluster');
    case 'node-cordoned': return say(' was cordoned');
    case 'node-uncordoned': return say(' was uncordoned');
    case 'node-taints': {
      const verb = fact.added.length > 0 ? ' tainted ' : ' untainted ';
      return { parts: [actorPart(cause.actor), plain(verb), node], note: (fact.added.length > 0 ? fact.added : fact.removed).map(shortTaint).join(', ') };
    }
    default: return null;
  }
}

function objectSentence({ cause, selfUid }: Told, fact: WriteFact): Sentence | null {
  const { reference } = cause;
  if (reference === null) return null;
  const who = 'owner' in fact && fact.owner ? partOf(fact.owner) : actorPart(cause.actor);
  const object = objectPart(reference, selfUid);
  const say = (...parts: readonly Part[]): Sentence => ({ parts, note: '' });
  switch (fact.what) {
    case 'made': return say(who, plain(' made '), object);
    case 'changed': return say(who, plain(' changed '), object);
    case 'scaled': return say(who, plain(' scaled '), object, plain(` from ${fact.from} to ${fact.to}`));
    case 'leaving': return say(partOf(reference), plain(' is being deleted'));
    case 'gone': return say(partOf(reference), plain(' was deleted'));
    default: return null;
  }
}

function kubeletPart(node: string): Part {
  return { text: `kubelet ${node}`, reference: nodeReference(node) };
}

/** A component as people call it: "kubelet node-1", "scheduler", "taint eviction controller". */
export function actorPart(actor: string): Part {
  if (actor.startsWith('kubelet/')) return kubeletPart(actor.slice('kubelet/'.length));
  if (actor === 'you') return plain('You');
  if (actor === 'kube-apiserver') return plain('API server');
  if (actor.endsWith('scheduler')) return plain('scheduler');
  return plain(actor.replaceAll('-', ' '));
}
