import type { Action } from './actions.ts';
import { applyObjects, type ApplyResult } from './api/apply.ts';
import type { Client } from './api/api-server.ts';

/** What came of an action. `problems` is not empty only for a refused `apply`. */
export interface ActionResult extends ApplyResult {
  /** in the second person, past: "You powered off node-2". */
  readonly sentence: string;
}

/** Applies manifests with the rights of the client's user: the action that a cluster begins with. All others are in `deeds.ts`. */
export function performApply({ objects }: Extract<Action, { readonly type: 'apply' }>, you: Client): ActionResult {
  const result = applyObjects(you, objects);
  const [problem] = result.problems;
  if (problem) return { ...result, sentence: problem.message };
  const changed = result.outcomes.filter((outcome) => outcome.verdict !== 'unchanged').map((outcome) => `${outcome.reference.kind} ${outcome.reference.name}`);
  return { ...result, sentence: changed.length > 0 ? `You applied ${changed.join(', ')}` : 'You applied what was there already' };
}
