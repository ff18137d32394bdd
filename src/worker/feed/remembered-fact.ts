import type { Cause } from '../../engine/causes.ts';
import type { KindMap } from '../../engine/api/object.ts';
import { ownersOf, type ClusterMirror } from './cluster-mirror.ts';
import type { WriteFact } from './write-fact.ts';

/** What a write did that was made before anybody listened, as far as the cause log remembers: its verb, its note, and what is still there. */
export function rememberedFact(cause: Cause, mirror: ClusterMirror): WriteFact | null {
  const { verb, reference, note = '' } = cause;
  // Most writes are statuses that say nothing about themselves: they are to cost nothing here.
  if (reference === null || (verb === 'update' && note === '')) return null;
  if (reference.kind === 'Node') return nodeFact(verb, note);
  const object = reference.uid === undefined ? undefined : mirror.withUid(reference.uid);
  const owner = (object && ownersOf(mirror, object)[0]) ?? null;
  if (reference.kind === 'Pod') return podFact(verb, note, owner, (object as KindMap['Pod'] | undefined)?.spec.nodeName ?? null);
  if (verb === 'create') return { what: 'made', owner };
  const scaled = /^scaled .*from (\d+) to (\d+)$/.exec(note);
  if (scaled) return { what: 'scaled', from: Number(scaled[1]), to: Number(scaled[2]), owner };
  return verb === 'delete' ? { what: 'gone', owner: null } : null;
}

function podFact(verb: Cause['verb'], note: string, owner: Extract<WriteFact, { what: 'pod-created' }>['owner'], node: string | null): WriteFact | null {
  if (note.startsWith('bound to ')) return { what: 'pod-bound', node: note.slice('bound to '.length) };
  const toleration = /^(?:tolerated (\S+) for (\d+) s|does not tolerate (\S+))$/.exec(note);
  if (toleration) {
    const [, tolerated, seconds, refused] = toleration;
    return { what: 'pod-evicted', node, taint: tolerated ?? refused ?? null, taintedMs: seconds === undefined ? null : Number(seconds) * 1000 };
  }
  if (note.startsWith('preempted by ')) return node === null ? null : { what: 'pod-preempted', node };
  if (note.startsWith('nominatedNodeName=')) return { what: 'pod-nominated', node: note.slice('nominatedNodeName='.length) };
  if (note === 'evicted') return { what: 'pod-evicted', node, taint: null, taintedMs: null };
  if (verb === 'create') return { what: 'pod-created', owner, had: 0, wanted: null, node: null, part: '' };
  if (verb === 'delete') return { what: 'pod-gone', node, owner };
  return note === 'marked for deletion' || note === 'deleted by you' || LEAVING.test(note) ? { what: 'pod-leaving', node, owner } : null;
}

/** Notes of controllers that ask a pod to stop. */
const LEAVING = /^(?:\w+ \S+ scaled down to \d+|deleted by Job \S+|to be updated to \S+|\w*, to be made anew)$/;

function nodeFact(verb: Cause['verb'], note: string): WriteFact | null {
  const silence = /^(\d+) s without a heartbeat/.exec(note);
  if (silence) return { what: 'node-lost', silentMs: Number(silence[1]) * 1000 };
  if (note.startsWith('tainted ')) return { what: 'node-taints', added: [note.slice('tainted '.length)], removed: [] };
  return verb === 'update' ? null : { what: verb === 'create' ? 'node-joined' : 'node-gone' };
}
