import { describe, expect, it } from 'vitest';
import type { ApplyOutcome, FieldChange } from '../../../src/worker/protocol.ts';
import { changesByObject, pathText, summarize } from '../../../src/ui/editor/apply/change-summary.ts';

const WEB = { kind: 'Deployment', namespace: 'default', name: 'web' };
const REDIS = { kind: 'Service', namespace: 'default', name: 'redis' };
const outcome = (reference: typeof WEB, verdict: ApplyOutcome['verdict']): ApplyOutcome => ({ document: 0, reference, verdict, sentence: '' });
const change = (path: FieldChange['path'], before?: unknown, after?: unknown): FieldChange => ({
  document: 0, reference: WEB, path, before: before === undefined ? undefined : JSON.stringify(before), after: after === undefined ? undefined : JSON.stringify(after),
});

describe('the line beside Apply', () => {
  it.each([
    [[outcome(WEB, 'configured')], [change(['spec', 'replicas'], 4, 6)], '1 change: replicas 4 → 6'],
    [[outcome(WEB, 'configured')], [change(['spec', 'replicas'], 4, 6), change(['spec', 'paused'], undefined, true)], '2 changes: replicas 4 → 6, paused added'],
    [[outcome(WEB, 'configured')], [change(['metadata', 'labels', 'tier'], 'x')], '1 change: tier removed'],
    [[outcome(WEB, 'configured')], [change(['spec', 'containers', 0, 'args', 1], 'a', 'b')], '1 change: args[1] a → b'],
    [[outcome(WEB, 'configured')], [change(['data', 'text'], 'x'.repeat(90), 'y')], '1 change: text'],
    [[outcome(WEB, 'unchanged')], [], 'No changes'],
    [[outcome(WEB, 'created')], [change([], undefined, {})], '1 new object: Deployment web'],
    [[outcome(REDIS, 'created'), outcome(WEB, 'configured')], [change(['spec', 'replicas'], 1, 2)], '1 new object: Service redis; 1 change: replicas 1 → 2'],
    [[], [], ''],
  ])('%#: %s', (outcomes, changes, words) => expect(summarize(outcomes, changes)).toBe(words));
});

describe('the list of changes', () => {
  it('shows every changed object with its fields, live value first', () => {
    const objects = changesByObject(
      [outcome(WEB, 'configured'), outcome(REDIS, 'unchanged')],
      [change(['spec', 'template', 'spec', 'containers', 0, 'image'], 'nginx:1', 'nginx:2'), change(['metadata', 'labels', 'a.b/c'], undefined, 'x')],
    );
    expect(objects).toEqual([{
      key: 'Deployment/default/web', title: 'Deployment web', verdict: 'configured',
      fields: [
        { path: 'spec.template.spec.containers[0].image', before: 'nginx:1', after: 'nginx:2' },
        { path: 'metadata.labels[a.b/c]', before: null, after: 'x' },
      ],
    }]);
  });

  it('writes paths as Kubernetes does', () => expect(pathText(['spec', 'containers', 0, 'ports', 1])).toBe('spec.containers[0].ports[1]'));
});
