import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/engine/json.ts';
import { createApiRig, template, type Manifest } from './api-rig.ts';

const controller = (spec: JsonObject = {}, metadata: JsonObject = {}): Manifest<'ReplicationController'> => ({
  kind: 'ReplicationController', metadata: { name: 'web', ...metadata }, spec: { template: template({ app: 'web' }), ...spec },
});

describe('a new ReplicationController', () => {
  it('takes its selector and labels from its template', () => {
    const { spec, status, metadata } = createApiRig().create(controller());
    expect(spec).toMatchObject({ replicas: 1, selector: { app: 'web' } });
    expect(metadata).toMatchObject({ generation: 1, labels: { app: 'web' } });
    expect(status).toEqual({ replicas: 0 });
  });

  it('keeps a selector and labels of its own', () => {
    const { spec, metadata } = createApiRig().create(controller({ selector: { app: 'web' }, template: template({ app: 'web', tier: 'front' }) }, { labels: { team: 'a' } }));
    expect(spec.selector).toEqual({ app: 'web' });
    expect(metadata.labels).toEqual({ team: 'a' });
  });

  it.each([
    ['no template', { template: undefined, selector: { app: 'web' } }, 'spec.template: Required value'],
    ['nothing at all', { template: undefined }, '[spec.selector: Required value, spec.template: Required value]'],
    ['a template without labels', { template: { spec: { containers: [{ name: 'c', image: 'nginx' }] } } }, 'spec.selector: Required value'],
    ['another selector', { selector: { app: 'db' } }, 'spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`'],
    ['replicas', { replicas: -2 }, 'spec.replicas: Invalid value: -2: must be greater than or equal to 0'],
    ['minReadySeconds', { minReadySeconds: -1 }, 'spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0'],
    ['restartPolicy', { template: template({ app: 'web' }, { restartPolicy: 'Never' }) }, 'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"'],
    ['a deadline', { template: template({ app: 'web' }, { activeDeadlineSeconds: 5 }) }, 'spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ReplicationController is not Supported'],
  ])('is refused for %s', (_, spec, words) => {
    const rig = createApiRig();
    expect(rig.refusal(() => rig.create(controller(spec as JsonObject)))).toBe(words);
  });
});

it('a ReplicationController may change its selector', () => {
  const rig = createApiRig();
  const { metadata } = rig.create(controller());
  const next = controller({ selector: { app: 'shop' }, template: template({ app: 'shop' }) }, { resourceVersion: metadata.resourceVersion ?? '' });
  expect(rig.update(next)).toMatchObject({ metadata: { generation: 2 }, spec: { selector: { app: 'shop' } } });
});

it('prints the columns of kubectl get replicationcontrollers', () => {
  const rig = createApiRig();
  const object = rig.create(controller({ replicas: 3, template: template({ app: 'web', tier: 'front' }) }));
  expect(rig.row({ ...object, status: { replicas: 2, readyReplicas: 1 } })).toMatchObject({
    Name: 'web', Desired: 3, Current: 2, Ready: 1, Containers: 'c', Images: 'nginx:1.27', Selector: 'app=web,tier=front',
  });
});
