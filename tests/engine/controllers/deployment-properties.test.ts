import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPodActive } from '../../../src/engine/api/pod-readiness.ts';
import { maxSurge, maxUnavailable } from '../../../src/engine/controllers/deployment/replica-arithmetic.ts';
import { propertyOptions } from '../../property-settings.ts';
import { change, createRig, deploymentOf, readyPods, template, type Rig } from './workload-rig.ts';

const share = fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 100 }).map((percent) => `${percent}%`));
const shape = fc.record({ replicas: fc.integer({ min: 1, max: 12 }), surge: share, unavailable: share });
const WEB = { app: 'web' };

function rollingDeployment({ replicas, surge, unavailable }: { readonly replicas: number; readonly surge: number | string; readonly unavailable: number | string }) {
  // Both at nothing are refused by validation.
  const maxSurgeShare = Number.parseInt(String(surge), 10) === 0 && Number.parseInt(String(unavailable), 10) === 0 ? 1 : surge;
  return deploymentOf('web', replicas, { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: maxSurgeShare, maxUnavailable: unavailable } } });
}

function expectConverged(rig: Rig, image: string): void {
  const wanted = rig.deployment('web').spec.replicas ?? 1;
  expect(rig.pods().map(({ spec }) => spec.containers[0]?.image)).toEqual(Array.from({ length: wanted }, () => image));
  expect(rig.deployment('web').status?.availableReplicas ?? 0).toBe(wanted);
  expect(rig.sets().filter(({ spec }) => (spec.replicas ?? 0) > 0)).toHaveLength(wanted > 0 ? 1 : 0);
}

describe('a rolling update of any shape', () => {
  it('never has more pods than replicas and surge, nor fewer available than it must, and ends', () => {
    fc.assert(
      fc.property(shape, fc.array(fc.integer({ min: 0, max: 6_000 }), { minLength: 1, maxLength: 3 }), (given, pauses) => {
        const rig = createRig();
        rig.you.create(rollingDeployment(given));
        rig.settle();
        const deployment = rig.deployment('web');
        const most = given.replicas + maxSurge(deployment);
        const least = given.replicas - maxUnavailable(deployment);
        rig.onEvent(() => {
          expect(rig.pods().filter(isPodActive).length).toBeLessThanOrEqual(most);
          expect(readyPods(rig).length).toBeGreaterThanOrEqual(least);
        });
        pauses.forEach((pauseMs, index) => {
          change(rig, 'web', { template: template(WEB, `nginx:${index}`) });
          rig.advance(pauseMs);
        });
        rig.settle();
        expectConverged(rig, `nginx:${pauses.length - 1}`);
      }),
      propertyOptions(60),
    );
  });

  it('comes to rest at what was asked last, whatever was asked and lost on the way', () => {
    const deed = fc.oneof(
      fc.record({ type: fc.constant('image' as const), version: fc.integer({ min: 0, max: 3 }) }),
      fc.record({ type: fc.constant('scale' as const), replicas: fc.integer({ min: 0, max: 9 }) }),
      fc.record({ type: fc.constant('pause' as const), paused: fc.boolean() }),
      fc.record({ type: fc.constant('lose' as const), index: fc.nat(20) }),
      fc.record({ type: fc.constant('restart' as const), controller: fc.constantFrom('deployment-controller', 'replicaset-controller') }),
    );
    fc.assert(
      fc.property(shape, fc.array(fc.tuple(deed, fc.integer({ min: 0, max: 5_000 })), { maxLength: 12 }), (given, deeds) => {
        const rig = createRig();
        rig.you.create(rollingDeployment(given));
        for (const [did, pauseMs] of deeds) {
          if (did.type === 'image') change(rig, 'web', { template: template(WEB, `nginx:${did.version}`) });
          if (did.type === 'scale') change(rig, 'web', { replicas: did.replicas });
          if (did.type === 'pause') change(rig, 'web', { paused: did.paused });
          if (did.type === 'lose') {
            const pods = rig.pods();
            const pod = pods[did.index % Math.max(1, pods.length)];
            if (pod) rig.you.delete('Pod', 'default', pod.metadata.name ?? '');
          }
          if (did.type === 'restart') {
            rig.runners[did.controller]?.stop();
            rig.advance(1_000);
            rig.runners[did.controller]?.start();
          }
          rig.advance(pauseMs);
        }
        change(rig, 'web', { paused: false });
        rig.settle();
        expectConverged(rig, rig.deployment('web').spec.template.spec.containers[0]?.image ?? '');
        expect(rig.deployment('web').status?.conditions).toContainEqual(expect.objectContaining({ type: 'Available', status: 'True' }));
      }),
      propertyOptions(60),
    );
  });
});
