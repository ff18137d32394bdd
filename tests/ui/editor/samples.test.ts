import '../../../src/engine/api/schema/late-structure-table.ts';
import { describe, expect, it } from 'vitest';
import { decodeObject } from '../../../src/engine/api/schema/decode.ts';
import { modelForKind } from '../../../src/engine/api/schema/lookup.ts';
import { readManifest } from '../../../src/ui/editor/manifest/manifest.ts';
import { findSamples, SAMPLES } from '../../../src/ui/editor/samples/samples.ts';

/** Of a kind that another sample teaches the API server. */
const CUSTOM = ['CronTab'];

describe.each(SAMPLES)('the sample $file', ({ text, title, purpose, file }) => {
  const { objects, problems } = readManifest(text);

  it('holds objects of served kinds that the API server would decode without a complaint', () => {
    expect(problems).toEqual([]);
    expect(objects.length).toBeGreaterThan(0);
    for (const { object } of objects) {
      if (CUSTOM.includes(String(object.kind))) continue;
      const model = modelForKind(String(object.apiVersion), String(object.kind));
      expect(model).toBeDefined();
      const { unknownFields, typeErrors } = decodeObject(model ?? '', object);
      expect([...unknownFields, ...typeErrors]).toEqual([]);
    }
  });

  it('says in one sentence what it is for', () => {
    expect(title).not.toBe('');
    expect(purpose).toMatch(/^[A-Z][^.]*\.$/);
    expect(purpose).not.toContain('!');
    expect(SAMPLES.filter((other) => other.title === title || other.file === file)).toHaveLength(1);
  });
});

describe('the samples', () => {
  it('come group by group, each group in one piece', () => {
    const groups = SAMPLES.map(({ group }) => group).filter((group, index, all) => group !== all[index - 1]);
    expect(new Set(groups).size).toBe(groups.length);
  });

  it.each(['StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'PodDisruptionBudget', 'PriorityClass', 'ResourceQuota', 'LimitRange', 'ServiceAccount', 'Role', 'RoleBinding', 'CustomResourceDefinition', 'RuntimeClass'])('show a %s', (kind) => {
    expect(SAMPLES.some(({ text }) => new RegExp(`^kind: ${kind}$`, 'm').test(text))).toBe(true);
  });
});

describe('the gallery\'s search', () => {
  it('finds samples by every word of the question, wherever it stands', () => {
    expect(findSamples('').length).toBe(SAMPLES.length);
    expect(findSamples('configmap secret').map(({ file }) => file)).toEqual(['config-and-secret.yaml']);
    expect(findSamples('LivenessProbe').length).toBeGreaterThan(1);
    expect(findSamples('nothing like it')).toEqual([]);
  });
});
