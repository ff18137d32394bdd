import type { Action } from './actions.ts';
import { applyObjects, type ApplyResult } from './api/apply.ts';
import type { Client } from './api/api-server.ts';
import { decodeForWrite } from './api/decode-request.ts';
import type { KindMap, KindName } from './api/object.ts';
import { restartRollout, rollbackWorkload, scaleObject } from './api/rollout-commands.ts';
import type { Faults } from './faults.ts';

/** What came of an action. `problems` is not empty only for a refused `apply`. */
export interface ActionResult extends ApplyResult {
  /** in the second person, past: "You powered off node-2". */
  readonly sentence: string;
}

const NOTHING_APPLIED: ApplyResult = { problems: [], outcomes: [], changes: [] };

/** Does an action on the cluster with the rights of the client's user. Throws what the API or the fault refuses with. */
export function performAction(action: Action, you: Client, faults: Faults, nowMs: number): ActionResult {
  const done = (sentence: string): ActionResult => ({ ...NOTHING_APPLIED, sentence });
  switch (action.type) {
    case 'apply':
      return describeApply(applyObjects(you, action.objects));
    case 'create': {
      const created = you.create(decodeForWrite(action.object, you.kinds));
      return done(`You created ${created.kind} ${created.metadata.name ?? ''}`);
    }
    case 'update': {
      const object = decodeForWrite(action.object, you.kinds);
      const { subresource } = action;
      const updated = subresource === 'ephemeralcontainers' ? you.updateEphemeralContainers(object as KindMap['Pod'])
        : subresource === 'status' ? you.updateStatus(object) : you.update(object);
      return done(`You changed ${updated.kind} ${updated.metadata.name ?? ''}`);
    }
    case 'delete': {
      const { kind, namespace, name, uid } = action.target;
      you.delete(kind as KindName, namespace, name, {
        propagationPolicy: action.propagationPolicy ?? 'Background',
        ...(uid === undefined ? {} : { uid }),
        ...(action.gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds: action.gracePeriodSeconds }),
        note: 'deleted by you',
      });
      return done(`You deleted ${kind} ${name}`);
    }
    case 'scale':
      scaleObject(you, action.target, action.replicas);
      return done(`You scaled ${action.target.kind} ${action.target.name} to ${action.replicas}`);
    case 'rollback': {
      const revision = rollbackWorkload(you, action.target, action.toRevision);
      return done(`You rolled ${action.target.kind} ${action.target.name} back to revision ${revision}`);
    }
    case 'restart-rollout':
      restartRollout(you, action.target, nowMs);
      return done(`You restarted ${action.target.kind} ${action.target.name}`);
    case 'fault':
      return done(faults.inject(action.fault, action.target, you));
  }
}

function describeApply(result: ApplyResult): ActionResult {
  const [problem] = result.problems;
  if (problem) return { ...result, sentence: problem.message };
  const changed = result.outcomes.filter((outcome) => outcome.verdict !== 'unchanged').map((outcome) => `${outcome.reference.kind} ${outcome.reference.name}`);
  return { ...result, sentence: changed.length > 0 ? `You applied ${changed.join(', ')}` : 'You applied what was there already' };
}
