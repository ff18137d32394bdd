import { isSame } from '../../api/equality.ts';
import { controllerOf, type KindMap, type KubeObject } from '../../api/object.ts';
import { objectKey, splitKey } from '../../api/reference.ts';
import { matchesSelector } from '../../api/selectors.ts';
import type { Controller, ControllerContext, ControllerDefinition } from '../controller.ts';
import { condition, conditionOf, withCondition } from './conditions.ts';
import { recreate } from './recreate.ts';
import { isRecreate } from './replica-arithmetic.ts';
import { claimReplicaSets, cleanUpHistory, createRollout, syncRevision } from './replica-sets.ts';
import { rollOut } from './rolling-update.ts';
import type { Rollout } from './rollout.ts';
import { isScalingEvent, scale } from './scale.ts';
import { calculateStatus, hasProgressDeadline, rolloutStatus, writeStatus } from './status.ts';

type ReplicaSet = KindMap['ReplicaSet'];
type Deployment = KindMap['Deployment'];

/** Brings the ReplicaSets of each Deployment from one template to the next, step by step (pkg/controller/deployment/deployment_controller.go). */
export const deploymentController: ControllerDefinition = {
  name: 'deployment-controller',
  watches: ['Deployment', 'ReplicaSet', 'Pod'],
  create: createDeploymentController,
};

function createDeploymentController(context: ControllerContext): Controller {
  const { client } = context;

  function enqueue({ metadata }: KubeObject): void {
    context.enqueue(objectKey(metadata.namespace, metadata.name ?? ''));
  }
  function ownerOf(set: ReplicaSet): Deployment | undefined {
    const owner = controllerOf(set);
    if (owner?.kind !== 'Deployment') return undefined;
    const deployment = client.get('Deployment', set.metadata.namespace ?? '', owner.name);
    return deployment?.metadata.uid === owner.uid ? deployment : undefined;
  }
  function enqueueOwner(set: ReplicaSet): void {
    const owner = ownerOf(set);
    if (owner) enqueue(owner);
  }
  /** Somebody may want to adopt it. */
  function enqueueMatching({ metadata }: ReplicaSet): void {
    for (const deployment of client.select('Deployment', { namespace: metadata.namespace ?? '' }).sort(byName)) {
      if (matchesSelector(deployment.spec.selector, metadata.labels)) enqueue(deployment);
    }
  }

  return {
    watches: {
      Deployment: ({ object }) => enqueue(object),
      ReplicaSet({ type, object, previous }) {
        if (previous && controllerOf(previous)?.uid !== controllerOf(object)?.uid) enqueueOwner(previous);
        if (controllerOf(object)) enqueueOwner(object);
        else if (type === 'ADDED' || !isSame(previous?.metadata.labels, object.metadata.labels) || (previous && controllerOf(previous))) enqueueMatching(object);
      },
      Pod({ type, object }) {
        if (type !== 'DELETED') return;
        // A Recreate rollout goes on when the last old pod is gone.
        const owner = controllerOf(object);
        const set = owner?.kind === 'ReplicaSet' ? client.get('ReplicaSet', object.metadata.namespace ?? '', owner.name) : undefined;
        const deployment = set && ownerOf(set);
        if (deployment && isRecreate(deployment)) enqueue(deployment);
      },
    },
    resync() {
      if (client.reachable()) for (const deployment of client.list('Deployment')) enqueue(deployment);
    },
    reconcile(key) {
      const { namespace, name } = splitKey(key);
      const deployment = client.get('Deployment', namespace, name);
      if (!deployment) {
        context.cancelDelayed(key);
        return;
      }
      const rollout = createRollout(deployment, claimReplicaSets(context, deployment));
      if (deployment.metadata.deletionTimestamp === undefined) {
        notePause(rollout, context.now());
        syncRevision(context, rollout);
        if (deployment.spec.paused || isScalingEvent(rollout)) {
          scale(context, rollout);
          if (deployment.spec.paused) cleanUpHistory(context, rollout);
        } else {
          if (isRecreate(deployment)) recreate(context, rollout);
          else rollOut(context, rollout);
          writeStatus(context, key, rollout, rolloutStatus(rollout, context.now()));
          return;
        }
      }
      writeStatus(context, key, rollout, calculateStatus(rollout, context.now()));
    },
  };
}

/** While a Deployment is paused nothing is said of its progress, and afterwards the deadline starts anew (checkPausedConditions). */
function notePause(rollout: Rollout, nowMs: number): void {
  const { deployment } = rollout;
  const progressing = conditionOf(deployment.status, 'Progressing');
  if (!hasProgressDeadline(deployment) || progressing?.reason === 'ProgressDeadlineExceeded') return;
  const paused = deployment.spec.paused === true;
  if (paused === (progressing?.reason === 'DeploymentPaused')) return;
  const next = paused
    ? condition('Progressing', 'Unknown', 'DeploymentPaused', 'Deployment is paused', nowMs)
    : condition('Progressing', 'Unknown', 'DeploymentResumed', 'Deployment is resumed', nowMs);
  rollout.deployment = { ...deployment, status: withCondition(deployment.status ?? {}, next) };
}

function byName(a: KubeObject, b: KubeObject): number {
  return (a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1;
}
