import '../../../../src/engine/api/schema/late-structure-table.ts';
import { describe, expect, it } from 'vitest';
import { fieldAt, fieldsOf, knownKinds, modelAt, modelForKind } from '../../../../src/engine/api/schema/lookup.ts';
import { nearestField } from '../../../../src/engine/api/schema/nearest-field.ts';

describe('the fields of a model', () => {
  it('are told as kubectl explain prints them', () => {
    const types = Object.fromEntries(fieldsOf('DeploymentSpec').map((field) => [field.name, field.type]));
    expect(types).toEqual({
      minReadySeconds: '<integer>', paused: '<boolean>', progressDeadlineSeconds: '<integer>', replicas: '<integer>', revisionHistoryLimit: '<integer>',
      selector: '<LabelSelector>', strategy: '<DeploymentStrategy>', template: '<PodTemplateSpec>',
    });
    expect(fieldAt('Pod', ['spec', 'containers'])?.type).toBe('<[]Container>');
    expect(fieldAt('Pod', ['spec', 'containers', 0, 'command'])?.type).toBe('<[]string>');
    expect(fieldAt('Pod', ['metadata', 'labels'])?.type).toBe('<map[string]string>');
    expect(fieldAt('Pod', ['spec', 'containers', 0, 'resources', 'limits'])?.type).toBe('<map[string]Quantity>');
    expect(fieldAt('Deployment', ['spec', 'strategy', 'rollingUpdate', 'maxSurge'])?.type).toBe('<IntOrString>');
    expect(fieldAt('Pod', ['metadata', 'creationTimestamp'])?.type).toBe('<string>');
    expect(fieldAt('Pod', ['spec', 'restartPolicy'])?.type).toBe('<string>');
  });

  it('say which are required and what is written under them', () => {
    expect(fieldsOf('DeploymentSpec').filter((field) => field.required).map((field) => field.name)).toEqual(['selector', 'template']);
    expect(fieldAt('Pod', ['spec', 'containers'])).toEqual({ name: 'containers', type: '<[]Container>', required: true, shape: 'list', model: 'Container' });
    expect(fieldAt('Pod', ['metadata', 'labels'])?.shape).toBe('object');
    expect(fieldAt('Pod', ['spec', 'nodeName'])).toEqual({ name: 'nodeName', type: '<string>', required: false, shape: 'value' });
  });

  it('are none for a model that does not exist', () => {
    expect(fieldsOf('Nonsense')).toEqual([]);
    expect(fieldsOf('constructor')).toEqual([]);
  });
});

describe('the model at a path', () => {
  it.each([
    [[], 'Deployment'],
    [['spec'], 'DeploymentSpec'],
    [['spec', 'template', 'spec', 'containers'], 'Container'],
    [['spec', 'template', 'spec', 'containers', 3], 'Container'],
    [['spec', 'template', 'spec', 'containers', 3, 'livenessProbe', 'httpGet'], 'HTTPGetAction'],
    [['spec', 'replicas'], undefined],
    [['metadata', 'labels', 'app'], undefined],
    [['spec', 0], undefined],
    [['nonsense', 'more'], undefined],
    [['__proto__'], undefined],
  ])('%j is %s', (path, model) => {
    expect(modelAt('Deployment', path)).toBe(model);
  });
});

describe('the model of a kind', () => {
  it('needs both its apiVersion and its kind', () => {
    expect(modelForKind('apps/v1', 'Deployment')).toBe('Deployment');
    expect(modelForKind('v1', 'Event')).toBe('Event');
    expect(modelForKind('v1', 'Deployment')).toBeUndefined();
    expect(modelForKind('extensions/v1beta1', 'Deployment')).toBeUndefined();
  });
  it('exists for every known kind', () => {
    for (const { apiVersion, kind } of knownKinds()) expect(fieldsOf(modelForKind(apiVersion, kind) ?? '').length).toBeGreaterThan(0);
  });
});

describe('a misspelt field', () => {
  it.each([
    ['DeploymentSpec', 'replica', 'replicas'], ['DeploymentSpec', 'Replicas', 'replicas'], ['Container', 'imagee', 'image'], ['Container', 'img', undefined],
    ['Container', 'image-pull-policy', 'imagePullPolicy'], ['ObjectMeta', 'label', 'labels'], ['ObjectMeta', 'nmae', 'name'], ['PodSpec', 'container', 'containers'],
    ['ContainerPort', 'containerport', 'containerPort'], ['PodSpec', 'somethingElse', undefined], ['Nonsense', 'replica', undefined],
    ['LabelSelector', 'matchlabel', 'matchLabels'],
  ])('of %s: %s was meant to be %s', (model, name, expected) => {
    expect(nearestField(model, name)).toBe(expected);
  });
  it('of enormous length is near to nothing', () => {
    expect(nearestField('PodSpec', 'a'.repeat(1_000_000))).toBeUndefined();
  });
});
