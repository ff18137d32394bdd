import { expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/engine/json.ts';
import { createApiRig, template, type Manifest } from './api-rig.ts';

const podTemplate = (body: JsonObject, metadata: JsonObject = {}): Manifest<'PodTemplate'> => ({ kind: 'PodTemplate', metadata: { name: 'worker', ...metadata }, template: body });

it('a PodTemplate gets the defaults of a pod', () => {
  const { template: stored, metadata } = createApiRig().create(podTemplate(template({ app: 'worker' })));
  expect(metadata.generation).toBe(1);
  expect(stored.spec).toMatchObject({ restartPolicy: 'Always', terminationGracePeriodSeconds: 30, schedulerName: 'default-scheduler' });
});

it('a PodTemplate counts the changes of its template', () => {
  const rig = createApiRig();
  const versionOf = (): JsonObject => ({ resourceVersion: rig.controller.get('PodTemplate', 'default', 'worker')?.metadata.resourceVersion ?? '' });
  rig.create(podTemplate(template({ app: 'worker' })));
  expect(rig.update(podTemplate(template({ app: 'worker' }), { ...versionOf(), labels: { a: 'b' } })).metadata).toMatchObject({ generation: 1, labels: { a: 'b' } });
  expect(rig.update(podTemplate(template({ app: 'other' }), versionOf())).metadata.generation).toBe(2);
});

it('a PodTemplate is refused for what a pod is refused for', () => {
  const rig = createApiRig();
  expect(rig.refusal(() => rig.create(podTemplate(template({}, { restartPolicy: 'Sometimes' }))))).toBe('template.spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"');
  expect(rig.refusal(() => rig.create(podTemplate(template({ 'not a key': 'x' }))))).toMatch(/^template\.labels: Invalid value: "not a key": name part must consist of/);
  expect(rig.refusal(() => rig.create(podTemplate(template({}), { name: 'Worker' })))).toMatch(/^metadata\.name: Invalid value: "Worker": a lowercase RFC 1123 subdomain/);
});

it('prints the columns of kubectl get podtemplates', () => {
  const rig = createApiRig();
  expect(rig.row(rig.create(podTemplate(template({ b: '2', a: '1' }))))).toEqual({ Name: 'worker', Containers: 'c', Images: 'nginx:1.27', 'Pod Labels': 'a=1,b=2' });
});
