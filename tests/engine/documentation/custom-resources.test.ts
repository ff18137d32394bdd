import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/engine/json.ts';
import { clusterWith, object, refusalOf } from './documentation-cluster.ts';

const NAMES = { plural: 'crontabs', singular: 'crontab', kind: 'CronTab', shortNames: ['ct'] };

function definition(spec: JsonObject, version: JsonObject = {}): JsonObject {
  const schema = { openAPIV3Schema: { type: 'object', properties: { spec } } };
  return object('CustomResourceDefinition', 'crontabs.stable.example.com', { spec: { group: 'stable.example.com', scope: 'Namespaced', names: NAMES, versions: [{ name: 'v1', served: true, storage: true, schema, ...version }] } }, 'apiextensions.k8s.io/v1');
}
const cronTab = (spec: JsonObject): JsonObject => object('CronTab', 'mine', { spec }, 'stable.example.com/v1');

const SCALED = {
  type: 'object', required: ['minReplicas', 'replicas', 'maxReplicas'],
  properties: { minReplicas: { type: 'integer' }, replicas: { type: 'integer' }, maxReplicas: { type: 'integer' }, cronSpec: { type: 'string', pattern: '^(\\d+|\\*)(\\s+(\\d+|\\*)){4}$' } },
  'x-kubernetes-validations': [{ rule: 'self.replicas <= self.maxReplicas', message: 'replicas should be smaller than or equal to maxReplicas.' }],
};

describe('rules of a custom kind', () => {
  const simulation = clusterWith(definition(SCALED));
  simulation.advance(2_000);

  it('refuse what breaks them', () => {
    expect(refusalOf(simulation, cronTab({ minReplicas: 0, replicas: 20, maxReplicas: 10 }))).toBe(
      'CronTab.stable.example.com "mine" is invalid: spec: Invalid value: replicas should be smaller than or equal to maxReplicas.');
  });

  it('are not asked about an object that is not what it should be, which is told', () => {
    expect(refusalOf(simulation, cronTab({ minReplicas: 0, replicas: '2' }))).toBe(
      'CronTab.stable.example.com "mine" is invalid: [spec.maxReplicas: Required value, spec.replicas: Invalid value: "string": spec.replicas in body must be of type integer: "string", ' +
      '<nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation]');
  });

  it('are asked besides a pattern', () => {
    expect(refusalOf(simulation, cronTab({ minReplicas: 0, replicas: 20, maxReplicas: 10, cronSpec: '* *' }))).toBe(
      "CronTab.stable.example.com \"mine\" is invalid: [spec.cronSpec: Invalid value: \"* *\": spec.cronSpec in body should match '^(\\d+|\\*)(\\s+(\\d+|\\*)){4}$', " +
      'spec: Invalid value: replicas should be smaller than or equal to maxReplicas.]');
  });

  it('say nothing of a kind without any', () => {
    const plain = clusterWith(definition({ type: 'object', properties: { replicas: { type: 'integer' } } }));
    plain.advance(2_000);
    expect(refusalOf(plain, cronTab({ replicas: 'two' }))).toBe('CronTab.stable.example.com "mine" is invalid: spec.replicas: Invalid value: "string": spec.replicas in body must be of type integer: "string"');
  });
});

describe('fields that lists can be asked for by', () => {
  const spec = { type: 'object', properties: { color: { type: 'string' }, tags: { type: 'array', items: { type: 'string' } } } };

  it.each([
    ['.spec.size', 'Invalid value: ".spec.size": is an invalid path: does not refer to a valid field'],
    ['.spec.tags', 'Invalid value: ".spec.tags": must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.'],
    ['.metadata.labels', 'Invalid value: ".metadata.labels": must not point to fields in metadata'],
    ['', 'Required value'],
  ])('cannot be %j', (jsonPath, problem) => {
    expect(refusalOf(clusterWith(), definition(spec, { selectableFields: [{ jsonPath }] }))).toBe(
      `CustomResourceDefinition.apiextensions.k8s.io "crontabs.stable.example.com" is invalid: spec.selectableFields[0].jsonPath: ${problem}`);
  });

  it('can be any plain one', () => {
    expect(refusalOf(clusterWith(), definition(spec, { selectableFields: [{ jsonPath: '.spec.color' }] }))).toBeUndefined();
  });
});
