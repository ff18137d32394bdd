import type { Change } from '../../engine/api/store.ts';
import type { Frame, MessageView, Station } from '../protocol.ts';
import { referenceTo } from './cluster-mirror.ts';
import { noticesOf, operatorNotice, requestCaption, stationOf } from './message-words.ts';
import type { WriteFact } from './write-fact.ts';

/** The messages that make the loop watch, decide, write visible: each write to the API server, and from there to who will act on it. */
export interface Messages {
  observe(change: Change, fact: WriteFact | null): void;
  take(): Pick<Frame, 'messages' | 'messagesLeftOut'>;
}

/** More could neither be drawn nor read: the stage shows two dozen at a time. */
const MOST_A_FRAME = 24;

export interface MessageSources {
  /** whether a node can be reached; what it is sent while it cannot gets nowhere. */
  isConnected(node: string): boolean;
  /** nodes where operators of a custom kind work. */
  operatorsOf(kind: string): readonly string[];
}

export function createMessages({ isConnected, operatorsOf }: MessageSources): Messages {
  /** those of this frame, newest last; older ones go when there are twice as many as are sent. */
  let pending: MessageView[] = [];
  let sent = 0;
  let inFrame = 0;

  function say(change: Change, from: Station, to: Station, caption: string, actor: string): void {
    inFrame++;
    if (pending.length >= 2 * MOST_A_FRAME) pending = pending.slice(-MOST_A_FRAME);
    pending.push({ id: ++sent, atMs: change.atMs, from, to, caption, subject: referenceTo(change.object), actor });
  }

  return {
    observe(change, fact) {
      // Hearts show the leases; Events tell of what is shown already.
      if (change.kind === 'Lease' || change.kind === 'Event') return;
      const from = stationOf(change.actor);
      // What others than its kubelet note in a pod's status goes with a write that tells more.
      if (!fact && change.kind === 'Pod' && !from.startsWith('node/')) return;
      if (from !== 'api') say(change, from, 'api', requestCaption(change, fact), change.actor);
      for (const { to, caption } of noticesOf(change, fact)) {
        if (!to.startsWith('node/') || isConnected(to.slice('node/'.length))) say(change, 'api', to, caption, 'kube-apiserver');
      }
      const notice = change.kind.includes('.') ? operatorNotice(change, fact) : '';
      if (notice !== '') for (const node of operatorsOf(change.kind)) if (isConnected(node)) say(change, 'api', `node/${node}`, notice, 'kube-apiserver');
    },
    take() {
      if (inFrame === 0) return {};
      const messages = pending.slice(-MOST_A_FRAME);
      const messagesLeftOut = inFrame - messages.length;
      pending = [];
      inFrame = 0;
      return messagesLeftOut > 0 ? { messages, messagesLeftOut } : { messages };
    },
  };
}
