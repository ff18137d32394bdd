import { describe, expect, it } from 'vitest';
import type { ObjectMeta } from '../../../../src/engine/api/object.ts';
import { fieldPath } from '../../../../src/engine/api/validation/field-error.ts';
import { validateLabelSelector } from '../../../../src/engine/api/validation/label-selector.ts';
import { validateMetadata, validateMetadataUpdate } from '../../../../src/engine/api/validation/metadata.ts';
import { dnsLabelProblems } from '../../../../src/engine/api/validation/names.ts';

const path = fieldPath('metadata');
const messages = (metadata: ObjectMeta, namespaced = true): string[] => validateMetadata(metadata, path, { namespaced, nameProblems: dnsLabelProblems }).map(({ message }) => message);
const good: ObjectMeta = { name: 'web', namespace: 'default', resourceVersion: '7', uid: 'u' };

describe('metadata of a new object', () => {
  it('is fine when it is', () => {
    expect(messages({ ...good, generateName: 'web-', labels: { 'example.com/a': '' }, annotations: { 'Example.com/Note': 'x' }, finalizers: ['example.com/hold', 'orphan'] })).toEqual([]);
  });
  it.each<[ObjectMeta, string]>([
    [{ namespace: 'default' }, 'metadata.name: Required value: name or generateName is required'],
    [{ name: 'web' }, 'metadata.namespace: Required value'],
    [{ ...good, namespace: 'a.b' }, 'metadata.namespace: Invalid value: "a.b": must not contain dots'],
    [{ ...good, finalizers: ['hold'] }, 'metadata.finalizers[0]: Invalid value: "hold": name is neither a standard finalizer name nor is it fully qualified'],
    [{ ...good, finalizers: ['orphan', 'foregroundDeletion'] }, 'metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set'],
    [{ ...good, annotations: { a: 'x'.repeat(262_144) } }, 'metadata.annotations: Too long: may not be more than 262144 bytes'],
    [{ ...good, ownerReferences: [{ apiVersion: 'apps/', kind: 'ReplicaSet', name: 'x', uid: 'u' }] }, 'metadata.ownerReferences.apiVersion: Invalid value: "apps/": version must not be empty'],
    [{ ...good, ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'x', uid: '' }] }, 'metadata.ownerReferences.uid: Invalid value: "": must not be empty'],
    [
      { ...good, ownerReferences: ['a', 'b'].map((name) => ({ apiVersion: 'v1', kind: 'Pod', name, uid: name, controller: true })) },
      'metadata.ownerReferences: Invalid value: [{"apiVersion":"v1","kind":"Pod","name":"a","uid":"a","controller":true},{"apiVersion":"v1","kind":"Pod","name":"b","uid":"b","controller":true}]: ' +
        'Only one reference can have Controller set to true. Found "true" in references for Pod/a and Pod/b',
    ],
  ])('is refused: %#', (metadata, message) => {
    expect(messages(metadata)).toEqual([message]);
  });
  it('has no namespace where the kind has none', () => {
    expect(messages(good, false)).toEqual(['metadata.namespace: Forbidden: not allowed on this type']);
  });
  it('points at the field', () => {
    expect(validateMetadata({ ...good, labels: { a: '-' } }, path, { namespaced: true, nameProblems: dnsLabelProblems })[0]?.path).toEqual(['metadata', 'labels']);
  });
});

describe('a change of metadata', () => {
  const changes = (next: ObjectMeta, previous: ObjectMeta): string[] => validateMetadataUpdate(next, previous, path).map(({ message }) => message);

  it('may change labels and annotations', () => {
    expect(changes({ ...good, labels: { a: 'b' }, annotations: { c: 'd' } }, good)).toEqual([]);
  });
  it('may not add finalizers to what is being deleted', () => {
    const deleted = { ...good, deletionTimestamp: '2026-01-05T10:00:00Z', finalizers: ['example.com/a'] };
    expect(changes({ ...deleted, finalizers: ['example.com/a', 'example.com/b'] }, deleted)).toEqual([
      'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"example.com/b"}',
    ]);
    expect(changes({ ...deleted, finalizers: [] }, deleted)).toEqual([]);
  });
  it('may not change who the object is', () => {
    expect(changes({ ...good, uid: 'other' }, good)).toEqual(['metadata.uid: Invalid value: "other": field is immutable']);
  });
});

describe('a label selector', () => {
  const problems = (selector: Parameters<typeof validateLabelSelector>[0]): string[] => validateLabelSelector(selector, fieldPath('spec', 'selector')).map(({ message }) => message);
  it('is checked at each place', () => {
    expect(problems(undefined)).toEqual([]);
    expect(problems({ matchExpressions: [{ key: 'a', operator: 'Exists', values: ['x'] }, { key: 'b', operator: 'Near' }] })).toEqual([
      "spec.selector.matchExpressions[0].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
      'spec.selector.matchExpressions[1].operator: Invalid value: "Near": not a valid selector operator',
    ]);
    expect(problems({ matchLabels: { a: '-' }, matchExpressions: [{ key: 'b', operator: 'In', values: ['ok', 'no!'] }] }).map((text) => text.slice(0, text.indexOf(': a valid')))).toEqual([
      'spec.selector.matchLabels: Invalid value: "-"', 'spec.selector.matchExpressions[0].values[1]: Invalid value: "no!"',
    ]);
  });
});
