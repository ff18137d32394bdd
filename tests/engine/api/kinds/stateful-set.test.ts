import { describe, expect, it } from 'vitest';
import { revisionHash } from '../../../../src/engine/controllers/history.ts';
import type { JsonObject } from '../../../../src/engine/json.ts';
import { createApiRig, template, type Manifest } from './api-rig.ts';

const claim = (name = 'data', spec: JsonObject = {}): JsonObject => ({ metadata: { name }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec } });

const statefulSet = (spec: JsonObject = {}, name = 'web'): Manifest<'StatefulSet'> => ({
  kind: 'StatefulSet', metadata: { name }, spec: { serviceName: 'nginx', selector: { matchLabels: { app: 'web' } }, template: template({ app: 'web' }), ...spec },
});

describe('a new StatefulSet', () => {
  it('gets the defaults of the server', () => {
    const { spec, status, metadata } = createApiRig().create(statefulSet({ volumeClaimTemplates: [claim()] }));
    expect(metadata.generation).toBe(1);
    expect(status).toEqual({ replicas: 0, availableReplicas: 0 });
    expect(spec).toMatchObject({
      replicas: 1, podManagementPolicy: 'OrderedReady', revisionHistoryLimit: 10,
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      volumeClaimTemplates: [{ apiVersion: 'v1', kind: 'PersistentVolumeClaim', spec: { volumeMode: 'Filesystem' }, status: { phase: 'Pending' } }],
    });
  });

  it('has no rollingUpdate of its own when it only names the strategy', () => {
    expect(createApiRig().create(statefulSet({ updateStrategy: { type: 'RollingUpdate' } })).spec.updateStrategy).toEqual({ type: 'RollingUpdate' });
  });

  it.each([
    ['podManagementPolicy', { podManagementPolicy: 'Serial' }, `spec.podManagementPolicy: Invalid value: "Serial": must be 'OrderedReady' or 'Parallel'`],
    ['updateStrategy.type', { updateStrategy: { type: 'Recreate' } }, `spec.updateStrategy: Invalid value: {"Type":"Recreate","RollingUpdate":null}: must be 'RollingUpdate' or 'OnDelete'`],
    [
      'a rollingUpdate of OnDelete', { updateStrategy: { type: 'OnDelete', rollingUpdate: { partition: 1 } } },
      `spec.updateStrategy.rollingUpdate: Invalid value: {"Partition":1,"MaxUnavailable":null}: only allowed for updateStrategy 'RollingUpdate'`,
    ],
    ['partition', { updateStrategy: { rollingUpdate: { partition: -1 } } }, 'spec.updateStrategy.rollingUpdate.partition: Invalid value: -1: must be greater than or equal to 0'],
    ['maxUnavailable 0', { updateStrategy: { rollingUpdate: { maxUnavailable: 0 } } }, 'spec.updateStrategy.rollingUpdate.maxUnavailable: Invalid value: 0: cannot be 0'],
    ['maxUnavailable 101%', { updateStrategy: { rollingUpdate: { maxUnavailable: '101%' } } }, 'spec.updateStrategy.rollingUpdate.maxUnavailable: Invalid value: "101%": must not be greater than 100%'],
    ['whenScaled', { persistentVolumeClaimRetentionPolicy: { whenScaled: 'Keep' } }, 'spec.persistentVolumeClaimRetentionPolicy.whenScaled: Unsupported value: "Keep": supported values: "Retain", "Delete"'],
    ['replicas', { replicas: -1 }, 'spec.replicas: Invalid value: -1: must be greater than or equal to 0'],
    ['minReadySeconds', { minReadySeconds: -1 }, 'spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0'],
    ['ordinals.start', { ordinals: { start: -1 } }, 'spec.ordinals.start: Invalid value: -1: must be greater than or equal to 0'],
    ['an empty selector', { selector: {} }, 'spec.selector: Invalid value: {}: empty selector is invalid for statefulset'],
    ['labels that the selector does not select', { template: template({ app: 'other' }) }, 'spec.template.metadata.labels: Invalid value: {"app":"other"}: `selector` does not match template `labels`'],
    ['restartPolicy', { template: template({ app: 'web' }, { restartPolicy: 'Never' }) }, 'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"'],
    [
      'activeDeadlineSeconds', { template: template({ app: 'web' }, { activeDeadlineSeconds: 5 }) },
      'spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in StatefulSet is not Supported',
    ],
    ['a claim without access modes', { volumeClaimTemplates: [claim('data', { accessModes: [] })] }, 'spec.volumeClaimTemplates[0].spec.accessModes: Required value: at least 1 access mode is required'],
    ['a claim without a size', { volumeClaimTemplates: [claim('data', { resources: {} })] }, 'spec.volumeClaimTemplates[0].spec.resources[storage]: Required value'],
  ])('is refused for %s', (_what, spec, message) => {
    const rig = createApiRig();
    expect(rig.refusal(() => rig.create(statefulSet(spec)))).toBe(message);
  });

  it('needs a name and a service name that are DNS labels', () => {
    const rig = createApiRig();
    expect(rig.refusal(() => rig.create(statefulSet({}, 'web.v1')))).toBe('metadata.name: Invalid value: "web.v1": must not contain dots');
    expect(rig.refusal(() => rig.create(statefulSet({ serviceName: 'Web' })))).toMatch(/^spec\.serviceName: Invalid value: "Web": a lowercase RFC 1123 label/);
  });

  it('may mount its claims, and nothing that is not there', () => {
    const rig = createApiRig();
    const mounting = (name: string): JsonObject => template({ app: 'web' }, { containers: [{ name: 'c', image: 'nginx:1.27', volumeMounts: [{ name, mountPath: '/data' }] }] });
    expect(rig.refusal(() => rig.create(statefulSet({ template: mounting('data'), volumeClaimTemplates: [claim()] })))).toBe('');
    expect(rig.refusal(() => rig.create(statefulSet({ template: mounting('date'), volumeClaimTemplates: [claim()] }, 'other')))).toBe('spec.template.spec.containers[0].volumeMounts[0].name: Not found: "date"');
  });
});

describe('a change of a StatefulSet', () => {
  it.each([
    ['serviceName', { serviceName: 'other' }],
    ['podManagementPolicy', { podManagementPolicy: 'Parallel' }],
    ['volumeClaimTemplates', { volumeClaimTemplates: [claim()] }],
    ['selector', { selector: { matchLabels: { tier: 'web' } }, template: template({ tier: 'web' }) }],
  ])('cannot touch %s', (_field, spec) => {
    const rig = createApiRig();
    const { metadata } = rig.create(statefulSet());
    expect(rig.refusal(() => rig.update({ ...statefulSet(spec), metadata: metadata as unknown as JsonObject }))).toBe(
      "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', "
        + "'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
    );
  });

  it('may be one of scale, template, strategy, ordinals, history and patience', () => {
    const rig = createApiRig();
    const { metadata } = rig.create(statefulSet());
    const spec = {
      replicas: 5, ordinals: { start: 2 }, template: template({ app: 'web' }, { hostNetwork: true }), updateStrategy: { type: 'OnDelete' }, revisionHistoryLimit: 1, minReadySeconds: 7,
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Delete' },
    };
    const changed = rig.update({ ...statefulSet(spec), metadata: metadata as unknown as JsonObject });
    expect(changed.metadata.generation).toBe(2);
    expect(changed.spec).toMatchObject({ ordinals: { start: 2 }, minReadySeconds: 7 });
  });
});

it('prints StatefulSets and ControllerRevisions as kubectl does', () => {
  const rig = createApiRig();
  const created = rig.create(statefulSet({ replicas: 3 }));
  expect(rig.row(created)).toEqual({ Name: 'web', Ready: '0/3', Age: created.metadata.creationTimestamp, Containers: 'c', Images: 'nginx:1.27' });
  const owner = { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'web', uid: created.metadata.uid ?? '', controller: true };
  const revision = rig.create({ kind: 'ControllerRevision', metadata: { name: 'web-1', ownerReferences: [owner] }, data: { spec: {} }, revision: 4 });
  expect(rig.row(revision)).toEqual({ Name: 'web-1', Controller: 'statefulset.apps/web', Revision: 4, Age: revision.metadata.creationTimestamp });
  expect(rig.row(rig.create({ kind: 'ControllerRevision', metadata: { name: 'loose' }, data: {}, revision: 1 }))).toMatchObject({ Controller: '<none>' });
});

describe('a ControllerRevision', () => {
  it('must have data, which never changes; its number may', () => {
    const rig = createApiRig();
    expect(rig.refusal(() => rig.create({ kind: 'ControllerRevision', metadata: { name: 'r' }, revision: -1 }))).toBe(
      '[data: Required value: data is mandatory, revision: Invalid value: -1: must be greater than or equal to 0]',
    );
    const { metadata } = rig.create({ kind: 'ControllerRevision', metadata: { name: 'r' }, data: { a: 1 }, revision: 1 });
    const change = (more: JsonObject): unknown => rig.update({ kind: 'ControllerRevision', metadata: metadata as unknown as JsonObject, data: { a: 1 }, revision: 1, ...more });
    expect(rig.refusal(() => change({ revision: 2 }))).toBe('');
    const { metadata: now } = rig.user.get('ControllerRevision', 'default', 'r') ?? { metadata };
    expect(rig.refusal(() => rig.update({ kind: 'ControllerRevision', metadata: now as unknown as JsonObject, data: { a: 2 }, revision: 2 }))).toBe('data: Invalid value: {"a":2}: field is immutable');
  });

  it('is named by the hash that Kubernetes 1.34 gives the same template', () => {
    // pkg/controller/statefulset/testdata/compatibility_revision_1.34.0.json
    const container = { image: 'test', imagePullPolicy: 'Always', name: 'test', resources: {}, terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File' };
    const spec = { containers: [container], dnsPolicy: 'ClusterFirst', restartPolicy: 'Always', schedulerName: 'default-scheduler', securityContext: {}, terminationGracePeriodSeconds: 30 };
    const data = { spec: { template: { spec, metadata: { labels: { app: 'foo' }, annotations: { test: 'value' } }, $patch: 'replace' } } };
    expect(revisionHash(data, 0)).toBe('776999688b');
    expect(revisionHash(data, 1)).not.toBe('776999688b');
  });
});
