import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/engine/json.ts';
import { createApiRig, template, type Manifest } from './api-rig.ts';

const labels = { app: 'web' };
const deployment = (spec: JsonObject = {}, metadata: JsonObject = {}): Manifest<'Deployment'> =>
  ({ kind: 'Deployment', metadata: { name: 'web', ...metadata }, spec: { selector: { matchLabels: labels }, template: template(labels), ...spec } });

describe('a new Deployment', () => {
  it('gets the defaults', () => {
    const created = createApiRig().create(deployment());
    expect(created.spec).toMatchObject({
      replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
      template: { spec: { restartPolicy: 'Always', terminationGracePeriodSeconds: 30 } },
    });
    expect(created.metadata.generation).toBe(1);
    expect(created.status).toEqual({});
  });

  it('keeps what was said, and no status', () => {
    const rig = createApiRig();
    const created = rig.create({ ...deployment({ replicas: 0, strategy: { type: 'Recreate' } }), status: { replicas: 9 } });
    expect(created.spec).toMatchObject({ replicas: 0, strategy: { type: 'Recreate' } });
    expect(created.spec.strategy?.rollingUpdate).toBeUndefined();
    expect(created.status).toEqual({});
  });
});

describe('a Deployment is refused', () => {
  const refused = (spec: JsonObject, metadata?: JsonObject): string => {
    const rig = createApiRig();
    return rig.refusal(() => rig.create(deployment(spec, metadata)));
  };

  it('when its selector does not match its pods', () => {
    expect(refused({ selector: { matchLabels: { app: 'api' } } })).toBe('spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`');
  });
  it('without a selector, which then matches nothing either', () => {
    expect(refused({ selector: null })).toBe('[spec.selector: Required value, spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`]');
  });
  it('with an empty selector', () => {
    expect(refused({ selector: {} })).toBe('spec.selector: Invalid value: {}: empty selector is invalid for deployment');
  });
  it.each([
    [{ replicas: -1 }, 'spec.replicas: Invalid value: -1: must be greater than or equal to 0'],
    [{ revisionHistoryLimit: -1 }, 'spec.revisionHistoryLimit: Invalid value: -1: must be greater than or equal to 0'],
    [{ minReadySeconds: 600 }, 'spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds'],
    [{ strategy: { type: 'Recreate', rollingUpdate: { maxSurge: 1 } } }, "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'"],
    [{ strategy: { type: 'BlueGreen' } }, 'spec.strategy: Unsupported value: {"Type":"BlueGreen","RollingUpdate":null}: supported values: "Recreate", "RollingUpdate"'],
    [{ strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: '0%' } } }, 'spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "0%": may not be 0 when `maxSurge` is 0'],
    [{ strategy: { rollingUpdate: { maxUnavailable: '150%' } } }, 'spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "150%": must not be greater than 100%'],
    [
      { strategy: { rollingUpdate: { maxSurge: 'half' } } },
      "spec.strategy.rollingUpdate.maxSurge: Invalid value: \"half\": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')",
    ],
    [{ template: template(labels, { restartPolicy: 'Never' }) }, 'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"'],
    [{ template: template(labels, { activeDeadlineSeconds: 5 }) }, 'spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ReplicaSet is not Supported'],
  ])('for %j', (spec, message) => {
    expect(refused(spec)).toBe(message);
  });
  it('with a name that is none', () => {
    expect(refused({}, { name: 'Web' })).toContain('metadata.name: Invalid value: "Web": a lowercase RFC 1123 subdomain must consist of');
  });
});

describe('an update of a Deployment', () => {
  it('cannot change the selector', () => {
    const rig = createApiRig();
    rig.create(deployment());
    const other = { app: 'web', tier: 'front' };
    expect(rig.refusal(() => rig.update(deployment({ selector: { matchLabels: other }, template: template(other) }))))
      .toBe('spec.selector: Invalid value: {"matchLabels":{"app":"web","tier":"front"}}: field is immutable');
  });

  it('counts generations for changes of the annotations too, unless they come with the status', () => {
    const rig = createApiRig();
    const created = rig.create(deployment());
    const noted = rig.update(deployment({}, { annotations: { note: 'a' } }));
    expect(noted.metadata.generation).toBe(2);
    const revised = rig.controller.updateStatus<'Deployment'>({ ...noted, metadata: { ...noted.metadata, labels: { not: 'written' }, annotations: { note: 'a', revision: '1' } }, status: { replicas: 1 } });
    expect(revised).toMatchObject({ metadata: { generation: 2, annotations: { note: 'a', revision: '1' } }, status: { replicas: 1 } });
    expect(revised.metadata.labels).toEqual(created.metadata.labels);
  });

  it('counts generations for changes of the spec, not of labels, and keeps the status', () => {
    const rig = createApiRig();
    rig.controller.updateStatus({ ...rig.create(deployment()), status: { replicas: 1, readyReplicas: 1, availableReplicas: 1, updatedReplicas: 1 } });
    expect(rig.update(deployment({}, { labels: { a: 'b' } })).metadata.generation).toBe(1);
    const scaled = rig.update(deployment({ replicas: 3 }, { labels: { a: 'b' } }));
    expect(scaled.metadata.generation).toBe(2);
    expect(scaled.status).toMatchObject({ readyReplicas: 1 });
    expect(rig.row(scaled)).toMatchObject({ Name: 'web', Ready: '1/3', 'Up-to-date': 1, Available: 1, Age: '2026-01-05T10:00:00Z', Containers: 'c', Images: 'nginx:1.27', Selector: 'app=web' });
  });

  it('shares the spec when only metadata changes', () => {
    const rig = createApiRig();
    const created = rig.create(deployment());
    const labelled = rig.controller.update<'Deployment'>({ ...created, metadata: { ...created.metadata, labels: { a: 'b' } } });
    expect(labelled.spec).toBe(created.spec);
    expect(labelled.status).toBe(created.status);
  });

  it('to Recreate is refused while rollingUpdate stays', () => {
    const rig = createApiRig();
    const { spec } = rig.create(deployment());
    expect(rig.refusal(() => rig.update(deployment({ strategy: { ...(spec.strategy as JsonObject), type: 'Recreate' } })))).toContain("may not be specified when strategy `type` is 'Recreate'");
  });
});

describe('a ReplicaSet', () => {
  const replicaSet = (spec: JsonObject = {}): Manifest<'ReplicaSet'> => ({ kind: 'ReplicaSet', metadata: { name: 'web-1' }, spec: { selector: { matchLabels: labels }, template: template(labels), ...spec } });

  it('has one replica and a status from the start', () => {
    const rig = createApiRig();
    const created = rig.create(replicaSet());
    expect(created).toMatchObject({ metadata: { generation: 1 }, spec: { replicas: 1, template: { spec: { dnsPolicy: 'ClusterFirst' } } }, status: { replicas: 0 } });
    expect(rig.row(created)).toMatchObject({ Desired: 1, Current: 0, Ready: 0, Images: 'nginx:1.27' });
  });

  it('is checked as a Deployment is', () => {
    const rig = createApiRig();
    expect(rig.refusal(() => rig.create(replicaSet({ replicas: -2, selector: { matchExpressions: [{ key: 'app', operator: 'In' }] } })))).toBe(
      "[spec.replicas: Invalid value: -2: must be greater than or equal to 0, spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn', " +
        'spec.selector: Invalid value: {"matchExpressions":[{"key":"app","operator":"In"}]}: invalid label selector]',
    );
  });
});
