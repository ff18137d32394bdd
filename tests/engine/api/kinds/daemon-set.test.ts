import { describe, expect, it } from 'vitest';
import { TEMPLATE_GENERATION } from '../../../../src/engine/api/kinds/daemon-set.ts';
import type { JsonObject } from '../../../../src/engine/json.ts';
import { createApiRig, template, type Manifest } from './api-rig.ts';

const daemonSet = (spec: JsonObject = {}, metadata: JsonObject = {}): Manifest<'DaemonSet'> => ({
  kind: 'DaemonSet', metadata: { name: 'fluentd', ...metadata }, spec: { selector: { matchLabels: { app: 'fluentd' } }, template: template({ app: 'fluentd' }), ...spec },
});
const rolling = (rollingUpdate: JsonObject): JsonObject => ({ updateStrategy: { type: 'RollingUpdate', rollingUpdate } });

describe('a new DaemonSet', () => {
  it('gets the defaults of the server', () => {
    const { spec, status, metadata } = createApiRig().create(daemonSet());
    expect(metadata).toMatchObject({ generation: 1, annotations: { [TEMPLATE_GENERATION]: '1' } });
    expect(status).toEqual({ currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 });
    expect(spec).toMatchObject({ revisionHistoryLimit: 10, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } } });
    expect(spec.template.spec.restartPolicy).toBe('Always');
  });

  it('has no rollingUpdate when pods are replaced on deletion', () => {
    expect(createApiRig().create(daemonSet({ updateStrategy: { type: 'OnDelete' } })).spec.updateStrategy).toEqual({ type: 'OnDelete' });
  });

  it.each([
    ['no selector', { selector: undefined }, 'spec.template.metadata.labels: Invalid value: {"app":"fluentd"}: `selector` does not match template `labels`'],
    ['an empty selector', { selector: {} }, 'spec.selector: Invalid value: {}: empty selector is invalid for daemonset'],
    ['another selector', { selector: { matchLabels: { app: 'web' } } }, 'spec.template.metadata.labels: Invalid value: {"app":"fluentd"}: `selector` does not match template `labels`'],
    ['restartPolicy', { template: template({ app: 'fluentd' }, { restartPolicy: 'OnFailure' }) }, 'spec.template.spec.restartPolicy: Unsupported value: "OnFailure": supported values: "Always"'],
    ['a deadline', { template: template({ app: 'fluentd' }, { activeDeadlineSeconds: 5 }) }, 'spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in DaemonSet is not Supported'],
    ['minReadySeconds', { minReadySeconds: -1 }, 'spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0'],
    ['revisionHistoryLimit', { revisionHistoryLimit: -1 }, 'spec.revisionHistoryLimit: Invalid value: -1: must be greater than or equal to 0'],
    ['another strategy', { updateStrategy: { type: 'Recreate' } }, 'spec.updateStrategy: Unsupported value: {"Type":"Recreate","RollingUpdate":null}: supported values: "RollingUpdate", "OnDelete"'],
    ['neither surge nor unavailability', rolling({ maxUnavailable: 0 }), 'spec.updateStrategy.rollingUpdate.maxUnavailable: Required value: cannot be 0 when maxSurge is 0'],
    ['both', rolling({ maxUnavailable: '10%', maxSurge: 1 }), 'spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: 1: may not be set when maxUnavailable is non-zero'],
    ['surge without taking back the default', rolling({ maxSurge: '30%' }), 'spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: "30%": may not be set when maxUnavailable is non-zero'],
    ['too much surge', rolling({ maxUnavailable: 0, maxSurge: '101%' }), 'spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: "101%": must not be greater than 100%'],
    ['a negative number', rolling({ maxUnavailable: -1 }), 'spec.updateStrategy.rollingUpdate.maxUnavailable: Invalid value: -1: must be greater than or equal to 0'],
  ])('is refused for %s', (_, spec, words) => {
    const rig = createApiRig();
    expect(rig.refusal(() => rig.create(daemonSet(spec as JsonObject)))).toBe(words);
  });
});

describe('a change of a DaemonSet', () => {
  const changed = (rig: ReturnType<typeof createApiRig>, spec: JsonObject, metadata: JsonObject = {}) => {
    const { resourceVersion = '' } = rig.controller.get('DaemonSet', 'default', 'fluentd')?.metadata ?? {};
    return rig.update(daemonSet(spec, { resourceVersion, ...metadata }));
  };

  it('counts changes of the template apart from others', () => {
    const rig = createApiRig();
    rig.create(daemonSet());
    expect(changed(rig, { minReadySeconds: 5 }).metadata).toMatchObject({ generation: 2, annotations: { [TEMPLATE_GENERATION]: '1' } });
    expect(changed(rig, { template: template({ app: 'fluentd', tier: 'logs' }) }).metadata).toMatchObject({ generation: 3, annotations: { [TEMPLATE_GENERATION]: '2' } });
  });

  it('cannot set the count of the template', () => {
    const rig = createApiRig();
    rig.create(daemonSet());
    expect(changed(rig, {}, { annotations: { [TEMPLATE_GENERATION]: '7' } }).metadata.annotations).toEqual({ [TEMPLATE_GENERATION]: '1' });
  });

  it('cannot change the selector', () => {
    const rig = createApiRig();
    rig.create(daemonSet());
    expect(rig.refusal(() => changed(rig, { selector: { matchLabels: { app: 'x' } }, template: template({ app: 'x' }) }))).toBe('spec.selector: Invalid value: {"matchLabels":{"app":"x"}}: field is immutable');
  });
});

it('prints the columns of kubectl get daemonsets', () => {
  const rig = createApiRig();
  const object = rig.create(daemonSet({ template: template({ app: 'fluentd' }, { nodeSelector: { zone: 'b', disk: 'ssd' } }) }));
  const status = { desiredNumberScheduled: 3, currentNumberScheduled: 2, numberReady: 1, updatedNumberScheduled: 2, numberAvailable: 1, numberMisscheduled: 0 };
  expect(rig.row({ ...object, status })).toMatchObject({
    Name: 'fluentd', Desired: 3, Current: 2, Ready: 1, 'Up-to-date': 2, Available: 1, 'Node Selector': 'disk=ssd,zone=b', Containers: 'c', Images: 'nginx:1.27', Selector: 'app=fluentd',
  });
  expect(rig.row(rig.create(daemonSet({}, { name: 'plain' })))['Node Selector']).toBe('<none>');
});
