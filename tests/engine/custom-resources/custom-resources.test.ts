import { expect, it, describe } from 'vitest';
import type { KindName } from '../../../src/engine/api/object.ts';
import { createSimulation, replay, restoreSimulation, type Simulation } from '../../../src/engine/simulation.ts';

const KIND = 'CronTab.stable.example.com' as KindName;

function crd(more: { readonly spec?: object; readonly properties?: object; readonly version?: object } = {}): object {
  return {
    apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'crontabs.stable.example.com' },
    spec: {
      group: 'stable.example.com', scope: 'Namespaced', names: { plural: 'crontabs', singular: 'crontab', kind: 'CronTab', shortNames: ['ct'] },
      versions: [{
        name: 'v1', served: true, storage: true,
        subresources: { status: {}, scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas', labelSelectorPath: '.status.selector' } },
        additionalPrinterColumns: [{ name: 'Spec', type: 'string', jsonPath: '.spec.cronSpec' }, { name: 'Replicas', type: 'integer', jsonPath: '.spec.replicas' }],
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object', required: ['cronSpec'],
                properties: {
                  cronSpec: { type: 'string', pattern: '^(\\d+|\\*)(/\\d+)?(\\s+(\\d+|\\*)(/\\d+)?){4}$' },
                  image: { type: 'string', default: 'nginx:1.27' },
                  replicas: { type: 'integer', minimum: 1, maximum: 10, default: 1 },
                  tier: { type: 'string', enum: ['gold', 'silver'] },
                  ...more.properties,
                },
              },
              status: { type: 'object', properties: { replicas: { type: 'integer' }, selector: { type: 'string' } } },
            },
          },
        },
        ...more.version,
      }],
      ...more.spec,
    },
  };
}

function crontab(spec: object, name = 'my-tab'): object {
  return { apiVersion: 'stable.example.com/v1', kind: 'CronTab', metadata: { name }, spec };
}

function established(definition: object = crd()): Simulation {
  const simulation = createSimulation({ seed: 3 });
  expect(simulation.api.apply(definition).problems).toEqual([]);
  simulation.advance(1_000);
  return simulation;
}

function refusal(simulation: Simulation, object: object): string {
  return simulation.preview([object]).problems.map(({ message }) => message).join('; ');
}

describe('a CustomResourceDefinition', () => {
  it('is not served before its names are accepted, and then it is', () => {
    const simulation = createSimulation({ seed: 3 });
    simulation.api.apply(crd());
    expect(refusal(simulation, crontab({ cronSpec: '* * * * *' }))).toBe('no matches for kind "CronTab" in version "stable.example.com/v1"');
    simulation.advance(1_000);
    const status = simulation.api.get('CustomResourceDefinition', '', 'crontabs.stable.example.com')?.status;
    expect(status?.conditions?.map(({ type, status: value, reason }) => `${type}=${value} ${reason ?? ''}`)).toEqual(['NamesAccepted=True NoConflicts', 'Established=True InitialNamesAccepted']);
    expect(status?.storedVersions).toEqual(['v1']);
    expect(refusal(simulation, crontab({ cronSpec: '* * * * *' }))).toBe('');
  });

  it('waits for names that another one has', () => {
    const simulation = established();
    const other = { ...crd({ spec: { names: { plural: 'cronjobtabs', kind: 'CronTab' } } }), metadata: { name: 'cronjobtabs.stable.example.com' } };
    simulation.api.apply(other);
    simulation.advance(1_000);
    const conditions = (): (string | undefined)[] | undefined => simulation.api.get('CustomResourceDefinition', '', 'cronjobtabs.stable.example.com')?.status?.conditions?.map(({ reason }) => reason);
    expect(conditions()).toEqual(['SingularConflict', 'NotAccepted']);
    simulation.api.delete('CustomResourceDefinition', '', 'crontabs.stable.example.com');
    simulation.advance(2_000);
    expect(conditions()).toEqual(['NoConflicts', 'InitialNamesAccepted']);
  });

  it.each([
    ['spec.names.plural+"."+spec.group', { ...crd(), metadata: { name: 'tabs.example.com' } }],
    ['spec.scope: Unsupported value: "Namespace": supported values: "Cluster", "Namespaced"', crd({ spec: { scope: 'Namespace' } })],
    ['spec.versions[0].schema.openAPIV3Schema: Required value', crd({ version: { schema: {} } })],
    ['spec.validation.openAPIV3Schema.type: Required value: must not be empty at the root', crd({ version: { schema: { openAPIV3Schema: { properties: {} } } } })],
    ['must have exactly one version marked as storage version', crd({ version: { storage: false } })],
    ['.properties[spec].properties[a].type: Required value: must not be empty for specified object fields', crd({ properties: { a: {} } })],
    ['.properties[a].default: Invalid value: "string": ', crd({ properties: { a: { type: 'integer', default: 'x' } } })],
    ['.properties[a].items: Required value: must be specified', crd({ properties: { a: { type: 'array' } } })],
    ['compilation failed', crd({ properties: { a: { type: 'integer', 'x-kubernetes-validations': [{ rule: 'self >' }] } } })],
    ['spec.additionalPrinterColumns[0].type: Invalid value: "text": must be one of boolean,date,integer,number,string', crd({ version: { additionalPrinterColumns: [{ name: 'a', type: 'text', jsonPath: '.a' }] } })],
  ])('is refused with %s', (words, definition) => {
    expect(refusal(createSimulation(), definition)).toContain(words);
  });

  it('takes its objects along when it is deleted, finalizers and all', () => {
    const simulation = established();
    simulation.api.apply({ ...crontab({ cronSpec: '* * * * *' }), metadata: { name: 'held', finalizers: ['example.com/hold'] } }, crontab({ cronSpec: '* * * * *' }));
    simulation.api.delete('CustomResourceDefinition', '', 'crontabs.stable.example.com');
    simulation.advance(2_000);
    expect(simulation.api.list(KIND).map(({ metadata }) => metadata.name)).toEqual(['held']);
    expect(simulation.api.get('CustomResourceDefinition', '', 'crontabs.stable.example.com')?.status?.conditions?.at(-1)).toMatchObject({ type: 'Terminating', reason: 'InstanceDeletionInProgress' });
    const held = simulation.api.get(KIND, 'default', 'held');
    simulation.act({ type: 'update', object: { ...held, metadata: { ...held?.metadata, finalizers: [] } } as never });
    simulation.advance(2_000);
    expect(simulation.api.list('CustomResourceDefinition')).toEqual([]);
    expect(refusal(simulation, crontab({ cronSpec: '* * * * *' }))).toContain('no matches for kind');
  });
});

describe('a custom object', () => {
  it('gets the schema\'s defaults, a generation that counts its changes, and its columns', () => {
    const simulation = established();
    simulation.api.apply(crontab({ cronSpec: '* * * * *' }));
    expect(simulation.api.get(KIND, 'default', 'my-tab')).toMatchObject({ spec: { cronSpec: '* * * * *', image: 'nginx:1.27', replicas: 1 }, metadata: { generation: 1 } });
    expect(simulation.api.apply(crontab({ cronSpec: '* * * * *', replicas: 3 })).outcomes.map(({ sentence }) => sentence)).toEqual(['crontab.stable.example.com/my-tab configured']);
    const object = simulation.api.get(KIND, 'default', 'my-tab');
    expect(object?.metadata.generation).toBe(2);
    const columns = simulation.kinds.get(KIND)?.custom?.columns ?? [];
    expect(columns.map((column) => `${column.name}=${column.value(object as never, 0)}`)).toEqual(['Name=my-tab', 'Spec=* * * * *', 'Replicas=3']);
  });

  it.each([
    ['spec.cronSpec: Required value', {}],
    ["spec.cronSpec: Invalid value: \"* * * *\": spec.cronSpec in body should match '^(\\d+|\\*)(/\\d+)?(\\s+(\\d+|\\*)(/\\d+)?){4}$'", { cronSpec: '* * * *' }],
    ['spec.replicas: Invalid value: 11: spec.replicas in body should be less than or equal to 10', { cronSpec: '* * * * *', replicas: 11 }],
    ['spec.replicas: Invalid value: "string": spec.replicas in body must be of type integer: "string"', { cronSpec: '* * * * *', replicas: 'x' }],
    ['spec.tier: Unsupported value: "iron": supported values: "gold", "silver"', { cronSpec: '* * * * *', tier: 'iron' }],
    ['unknown field "spec.someRandomField"', { cronSpec: '* * * * *', someRandomField: 1 }],
  ])('is refused with %s', (words, spec) => {
    expect(refusal(established(), crontab(spec))).toContain(words);
  });

  it('keeps status and the rest apart, and is scaled', () => {
    const simulation = established();
    simulation.api.apply(crontab({ cronSpec: '* * * * *' }));
    const before = simulation.api.get(KIND, 'default', 'my-tab');
    simulation.act({ type: 'update', subresource: 'status', object: { ...before, spec: { cronSpec: 'x' }, status: { replicas: 1 } } as never });
    expect(simulation.api.get(KIND, 'default', 'my-tab')).toMatchObject({ spec: { cronSpec: '* * * * *' }, status: { replicas: 1 }, metadata: { generation: 1 } });
    const scale = simulation.kinds.get(KIND)?.custom?.scale;
    const object = simulation.api.get(KIND, 'default', 'my-tab');
    if (!object || !scale) throw new Error('nothing to scale');
    expect([scale.replicas(object), scale.current(object), scale.replicas(scale.withReplicas(object, 4))]).toEqual([1, 1, 4]);
  });

  it('obeys rules in CEL, those that look back included', () => {
    const rules = [
      { rule: 'self.minReplicas <= self.replicas', message: 'replicas should be greater than or equal to minReplicas.' },
      { rule: '!has(oldSelf.image) || self.image == oldSelf.image', fieldPath: '.image', message: 'the image is immutable' },
    ];
    const definition = crd({ properties: { minReplicas: { type: 'integer', default: 0 } } }) as { spec: { versions: { schema: { openAPIV3Schema: { properties: { spec: object } } } }[] } };
    const [version] = definition.spec.versions;
    if (version) version.schema.openAPIV3Schema.properties.spec = { ...version.schema.openAPIV3Schema.properties.spec, 'x-kubernetes-validations': rules };
    const simulation = established(definition);
    expect(refusal(simulation, crontab({ cronSpec: '* * * * *', minReplicas: 5, replicas: 2 }))).toContain('spec: Invalid value: replicas should be greater than or equal to minReplicas.');
    simulation.api.apply(crontab({ cronSpec: '* * * * *', image: 'a:1' }));
    expect(refusal(simulation, crontab({ cronSpec: '* * * * *', image: 'b:1' }))).toContain('spec.image: Invalid value: the image is immutable');
  });

  it('is owned, collected, and emptied with its namespace like any other', () => {
    const simulation = established();
    simulation.api.apply(crontab({ cronSpec: '* * * * *' }));
    const owner = simulation.api.get(KIND, 'default', 'my-tab');
    simulation.api.create({
      apiVersion: 'v1', kind: 'ConfigMap',
      metadata: { name: 'owned', namespace: 'default', ownerReferences: [{ apiVersion: 'stable.example.com/v1', kind: 'CronTab', name: 'my-tab', uid: owner?.metadata.uid }] },
    });
    simulation.api.delete(KIND, 'default', 'my-tab');
    simulation.advance(5_000);
    expect(simulation.api.get('ConfigMap', 'default', 'owned')).toBeUndefined();
    simulation.api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }, { ...crontab({ cronSpec: '* * * * *' }), metadata: { name: 'there', namespace: 'shop' } });
    simulation.api.delete('Namespace', '', 'shop');
    simulation.advance(60_000);
    expect(simulation.api.list(KIND)).toEqual([]);
    expect(simulation.api.get('Namespace', '', 'shop')).toBeUndefined();
  });

  it('is there again after a restore and a replay', () => {
    const simulation = established();
    simulation.api.apply(crontab({ cronSpec: '* * * * *' }));
    simulation.advance(1_000);
    const restored = restoreSimulation(JSON.parse(JSON.stringify(simulation.checkpoint())));
    for (const one of [simulation, restored]) {
      one.api.apply(crontab({ cronSpec: '* * * * *', replicas: 7 }));
      one.advance(10_000);
    }
    expect(restored.hash()).toBe(simulation.hash());
    expect(replay(simulation.record()).hash()).toBe(simulation.hash());
  });
});
