import type { Action } from './actions.ts';
import type { Client } from './api/api-server.ts';
import { applyObjects, type ApplyResult } from './api/apply.ts';
import { decodeForWrite } from './api/decode-request.ts';
import type { KindMap, KindName } from './api/object.ts';
import { restartRollout, rollbackWorkload, scaleObject } from './api/rollout-commands.ts';
import { asActionResult, type ActionResult } from './apply-action.ts';
import type { Component } from './component.ts';
import { createFaults, isRequest, type Faults } from './faults.ts';
import { createDrains } from './faults/drains.ts';
import type { FaultContext } from './faults/fault.ts';
import { followStaticPod } from './faults/static-control-plane.ts';
import type { Kernel } from './kernel.ts';
import type { JsonObject } from './json.ts';
import { readConfiguration } from './scheduler/configuration-request.ts';
import type { Scheduler } from './scheduler/scheduler.ts';
import { whatIf, type WhatIf } from './scheduler/what-if.ts';

/** What a person can do to a cluster. */
export interface Deeds {
  readonly faults: Faults;
  /** Goes on with the drains that a budget holds up. */
  readonly drains: Component;
  /** Does an action with the rights of the client's user. Throws what the API or the fault refuses with. */
  perform(action: Action, you: Client): ActionResult;
  /** What applying the objects would do, with the rights of the client's user; nothing is written. */
  preview(objects: readonly JsonObject[], you: Client): ApplyResult;
  /** Whether it is a request to the API rather than something that is done to machines and processes. */
  isRequest(action: Action): boolean;
  /** A static pod of the control plane has come or gone. */
  followStaticPod(component: string, isRunning: boolean): void;
  /** Where pods would go under another configuration of the scheduler. */
  whatIf(configuration: JsonObject | null, pods: readonly { readonly namespace: string; readonly name: string }[] | null): WhatIf;
}

export type DeedContext = Omit<FaultContext, 'drains' | 'scheduler'> & { readonly scheduler: Scheduler };

export function createDeeds(kernel: Kernel, parts: DeedContext): Deeds {
  const drains = createDrains(kernel, parts.you);
  const context: FaultContext = { ...parts, drains };
  const faults = createFaults(context);
  return {
    faults,
    drains,
    perform: (action, you) => (action.type === 'configure-scheduler' ? configure(parts.scheduler, action.configuration) : perform(action, you, faults, kernel.now())),
    preview: (objects, you) => applyObjects(you, objects, { dryRun: true }),
    whatIf: (configuration, pods) => whatIf(parts.you, kernel.now(), configuration, pods),
    isRequest: (action) => action.type !== 'configure-scheduler' && (action.type !== 'fault' || isRequest(action.fault)),
    followStaticPod: (component, isRunning) => followStaticPod(context, component, isRunning),
  };
}

/** Throws what kube-scheduler says when it cannot start. */
function configure(scheduler: Scheduler, sent: JsonObject | null): ActionResult {
  const read = readConfiguration(sent);
  if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join('; '));
  scheduler.configure(read.configuration);
  return { problems: [], outcomes: [], changes: [], sentence: sent === null ? 'You gave the scheduler its own configuration back' : 'You gave the scheduler a new configuration' };
}

function perform(action: Exclude<Action, { readonly type: 'configure-scheduler' }>, you: Client, faults: Faults, nowMs: number): ActionResult {
  const done = (sentence: string): ActionResult => ({ problems: [], outcomes: [], changes: [], sentence });
  switch (action.type) {
    case 'apply':
      return asActionResult(applyObjects(you, action.objects));
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
