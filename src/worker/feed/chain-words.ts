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
      if (fact.owner.kind === 'Node') return say([kubeletPart(fact.owner.name), plain(' told of its static pod'), ...(isSelf ? [] : [plain(' '), partOf(reference)])]);
      return say([partOf(fact.owner), plain(` ${whyMade(fact)}`), isSelf ? plain(selfMade(fact)) : partOf(reference)]);
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
      if (fact.reason === 'Evicted') return say([kubeletPart(fact.node), plain(' evicted '), pod], fact.message);
      return say([partOf(reference), plain(fact.phase === 'Succeeded' ? ' came to its end' : ' failed')], fact.message);
    case 'pod-evicted':
      return say(
        [partOf(reference), plain(' was evicted'), ...(fact.node === null ? [] : [plain(' from '), partOf(nodeReference(fact.node))])],
        taintNote(fact.taint, fact.taintedMs),
      );
    case 'pod-preempted':
      return say([partOf(reference), plain(' was preempted by '), preemptorPart(cause.note ?? '', selfUid)], 'the pod that waits has a higher priority');
    case 'pod-nominated':
      return say([plain('scheduler keeps a place for '), pod, plain(' on '), partOf(nodeReference(fact.node))], 'pods of lower priority leave to make room');
    case 'pod-leaving':
      return say(leavingParts(told, fact, pod, isSelf), cause.actor === 'garbage-collector-controller' ? cause.note : '');
    case 'pod-gone':
      return say([actorPart(cause.actor), plain(cause.actor.startsWith('kubelet/') ? ' finished stopping ' : ' removed '), pod]);
    default:
      return null;
  }
}

type Created = Extract<WriteFact, { what: 'pod-created' }>;

/** What moved its owner to make a pod, to be followed by which. */
function whyMade({ owner, had, wanted, part }: Created): string {
  if (owner?.kind === 'DaemonSet' && part !== '') return `had no pod on ${part}, so it made `;
  if (wanted === null) return 'made ';
  return owner?.kind === 'Job' ? `had ${had} of ${wanted} pods at work, so it made ` : `had ${had} of ${wanted} pods, so it made `;
}

/** The pod itself in that sentence. */
function selfMade({ owner, wanted, part }: Created): string {
  if (owner?.kind === 'StatefulSet' && part !== '') return part;
  if (owner?.kind === 'Job' && part !== '') return `one for ${part}`;
  return wanted === null && part === '' ? 'it' : 'one';
}

/** Who took a place, from the note of the write that told the pod to leave it: "preempted by default/urgent". */
function preemptorPart(note: string, selfUid: string | undefined): Part {
  const [, namespace = '', name = ''] = /^preempted by ([^/]+)\/(.+)$/.exec(note) ?? [];
  return name === '' ? plain('another pod') : objectPart({ kind: 'Pod', namespace, name }, selfUid);
}

/** Why a controller asked one of its pods to stop, from the note of its write. */
function leavingParts({ cause: { actor, note = '' } }: Told, { owner }: Extract<WriteFact, { what: 'pod-leaving' | 'pod-gone' }>, pod: Part, isSelf: boolean): readonly Part[] {
  const one = isSelf ? plain('this one') : pod;
  if (owner && / scaled down to \d+$/.test(note)) return [partOf(owner), plain(' had more pods than it should, so it removed '), one];
  if (owner && note.startsWith('to be updated to ')) return [partOf(owner), plain(' removed '), one, plain(' to make it anew from its new template')];
  if (owner && note.endsWith('to be made anew')) return [partOf(owner), plain(' removed '), one, plain(', which was over, to make it anew')];
  if (owner && OWNERS_OF_PODS.has(actor)) return [partOf(owner), plain(' removed '), one];
  return [actorPart(actor), plain(' asked '), pod, plain(' to stop')];
}

const OWNERS_OF_PODS: ReadonlySet<string> = new Set(['daemonset-controller', 'job-controller']);

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
  const noted = (note: string, ...parts: readonly Part[]): Sentence => ({ parts, note });
  const itself = partOf(reference);
  switch (fact.what) {
    case 'made': return say(who, plain(fact.owner?.kind === 'CronJob' ? ' started ' : ' made '), object);
    case 'suspended': return say(who, plain(' suspended '), object);
    case 'resumed': return say(who, plain(' resumed '), object);
    case 'job-counted': return say(itself, plain(` counted ${countedWords(fact)}`));
    case 'job-over': return noted(fact.message, itself, plain(fact.complete ? ' is complete' : ' failed'));
    case 'refused': return noted(fact.message, plain('API server refused '), object, plain(' a pod'));
    case 'budget-moved':
      return noted(`${fact.healthy} healthy, ${fact.needed} needed`, itself, plain(fact.allowed === 0 ? ' allows no disruption' : ` allows ${fact.allowed} ${fact.allowed === 1 ? 'disruption' : 'disruptions'}`));
    case 'changed': return say(who, plain(' changed '), object);
    case 'scaled': return say(who, plain(' scaled '), object, plain(` from ${fact.from} to ${fact.to}`));
    case 'leaving': return noted(whyDeleted(cause), itself, plain(' is being deleted'));
    case 'gone': return noted(whyDeleted(cause), itself, plain(' was deleted'));
    default: return null;
  }
}

/** "a pod that succeeded, 3 of 5 so far" */
function countedWords({ succeeded, failed, done, wanted }: Extract<WriteFact, { what: 'job-counted' }>): string {
  const pods = (count: number, how: string): readonly string[] => (count === 0 ? [] : [count === 1 ? `a pod that ${how}` : `${count} pods that ${how}`]);
  const words = [...pods(succeeded, 'succeeded'), ...pods(failed, 'failed')].join(' and ');
  return wanted === null ? words : `${words}, ${done} of ${wanted} so far`;
}

/** What the component says that deleted it. */
function whyDeleted({ actor, note = '' }: Cause): string {
  return actor === 'you' || note === 'marked for deletion' ? '' : note;
}

function kubeletPart(node: string): Part {
  return { text: `kubelet ${node}`, reference: nodeReference(node) };
}

/** A component as people call it: "kubelet node-1", "scheduler", "taint eviction controller", "operator databases". */
export function actorPart(actor: string): Part {
  if (actor.startsWith('kubelet/')) return kubeletPart(actor.slice('kubelet/'.length));
  if (actor === 'you') return plain('You');
  if (actor === 'kube-apiserver') return plain('API server');
  if (actor.endsWith('scheduler')) return plain('scheduler');
  const at = actor.indexOf('@');
  if (at >= 0) return plain(`operator ${actor.slice(0, at)}`);
  return plain(actor.replaceAll('-', ' '));
}
