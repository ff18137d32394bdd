import { expect, it } from 'vitest';
import { createRig } from '../controllers/workload-rig.ts';

it('a generated name that is taken is drawn again', () => {
  const { you } = createRig(undefined, []);
  // Of 27⁵ names, so many that several are drawn twice.
  const names = new Set(Array.from({ length: 12_000 }, () => you.create<'ConfigMap'>({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'one-', namespace: 'default' } }).metadata.name));
  expect(names.size).toBe(12_000);
});
