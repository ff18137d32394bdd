import type { Action } from '../../engine/actions.ts';
import { showToast } from '../controls/toast-store.ts';
import { messageOf, type ActionObserver, type Session } from '../store/session.ts';

/** Characters that can be read in passing. */
const LONGEST = 160;

/** Announces every action's end: what you did, or why it was refused. The editor shows an apply's problems at their lines itself. */
export const announceActions: ActionObserver = {
  done(action, outcome) {
    if (outcome.problems.length === 0 && outcome.sentence) showToast(shortened(outcome.sentence, action));
  },
  refused(action, message) {
    // The editor says itself what became of an Apply.
    if (action.type !== 'apply') showToast(message, { tone: 'refused' });
  },
};

/** Of many sentences about many objects the first; all of them stand among the deeds, and under Why? of what was acted on. */
function shortened(sentence: string, action: Action): string {
  const [first = '', ...others] = sentence.split('; ');
  if (others.length === 0 || sentence.length <= LONGEST) return sentence;
  const node = action.type === 'fault' ? action.target.node : undefined;
  return `${first.replace(/\.$/, '')}; and ${others.length} more, under Why?${node === undefined ? '' : ` of ${node}`}`;
}

/** Puts the cluster back to its start and offers to take that back. */
export async function resetCluster(session: Session): Promise<void> {
  try {
    await session.host.send({ type: 'reset' });
    showToast('The cluster is back at its start.', { action: { label: 'Undo', onSelect: () => void undoReset(session) } });
  } catch (error) {
    showToast(messageOf(error), { tone: 'refused' });
  }
}

export async function undoReset(session: Session): Promise<void> {
  try {
    await session.host.send({ type: 'undo-reset' });
    showToast('Your cluster is back as it was.');
  } catch (error) {
    showToast(messageOf(error), { tone: 'refused' });
  }
}

/** Kills the selected node, or starts it when it is off; says so when no node is selected. */
export function toggleSelectedNodePower(session: Session): void {
  const { selected, nodes } = session.store.getState();
  const node = selected?.kind === 'Node' ? nodes.get(selected.name) : undefined;
  if (!node) {
    showToast('Select a node first, then press k to kill it or start it again.');
    return;
  }
  const action: Action = { type: 'fault', fault: node.powered ? 'power-off-node' : 'power-on-node', target: { node: node.name } };
  void session.act(action);
}
