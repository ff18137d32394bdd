import type { Action } from './actions.ts';
import type { Client } from './api/api-server.ts';
import type { ApplyResult } from './api/apply.ts';
import { kindNameOf } from './api/kind-name.ts';
import { inNamespace, sortedJson, verdictSentence, withLastApplied } from './api/last-applied.ts';
import type { KindMap, KindName } from './api/object.ts';
import { invariant } from './invariant.ts';
import type { JsonObject } from './json.ts';

/** What came of an action. `problems` is not empty only for a refused `apply`. */
export interface ActionResult extends ApplyResult {
  /** in the second person, past: "You powered off node-2". */
  readonly sentence: string;
}

type ApplyAction = Extract<Action, { readonly type: 'apply' }>;

/** What an apply comes to, in words. */
export function asActionResult(result: ApplyResult): ActionResult {
  const [problem] = result.problems;
  if (problem) return { ...result, sentence: problem.message };
  const changed = result.outcomes.filter((outcome) => outcome.verdict !== 'unchanged').map((outcome) => `${outcome.reference.kind} ${outcome.reference.name}`);
  return { ...result, sentence: changed.length > 0 ? `You applied ${changed.join(', ')}` : 'You applied what was there already' };
}

/**
 * Applies the manifests that a cluster begins with. They are complete, and of objects that are not there yet: what reads, checks and merges
 * any others is part of the late engine, and makes the same of these.
 */
export function performFirstApply({ objects }: ApplyAction, you: Client): ActionResult {
  const outcomes = objects.map((sent, document) => {
    const { object, sentence } = createFirst(sent, you);
    const { namespace = '', name = '' } = object.metadata;
    return { document, reference: { kind: object.kind, namespace, name }, verdict: 'created' as const, sentence };
  });
  return asActionResult({ problems: [], outcomes, changes: [] });
}

function createFirst(sent: JsonObject, you: Client): { readonly object: KindMap[KindName]; readonly sentence: string } {
  const { apiVersion, kind, metadata } = sent as unknown as KindMap[KindName];
  const definition = you.kinds.get(kindNameOf({ apiVersion, kind }));
  const { name = '', namespace = 'default' } = metadata;
  if (!definition || you.get(definition.kind, namespace, name)) invariant(false, 'only new objects of the first kinds can be applied before the whole engine is there');
  const placed = inNamespace(sent, definition.namespaced ? namespace : '');
  // Fields in the order in which the server reads them.
  const object = you.create(JSON.parse(sortedJson(withLastApplied(placed, placed))) as KindMap[KindName]);
  return { object, sentence: verdictSentence(definition, name, 'created') };
}
