import { describe, expect, it } from 'vitest';
import { jobDefinition } from '../../../../src/engine/api/kinds/job.ts';
import type { KindMap } from '../../../../src/engine/api/object.ts';
import type { JsonObject } from '../../../../src/engine/json.ts';
import { createApiRig, type Manifest } from './api-rig.ts';

const pods = (spec: JsonObject = {}, metadata: JsonObject = {}): JsonObject => ({ metadata, spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'perl:5.34' }], ...spec } });
const job = (spec: JsonObject = {}, metadata: JsonObject = {}): Manifest<'Job'> => ({ kind: 'Job', metadata: { name: 'pi', ...metadata }, spec: { template: pods(), ...spec } });
const indexed = { completionMode: 'Indexed', completions: 5 };

describe('a new Job', () => {
  it('gets the defaults', () => {
    const { spec, status, metadata } = createApiRig().create(job());
    expect(spec).toMatchObject({ parallelism: 1, completions: 1, backoffLimit: 6, completionMode: 'NonIndexed', suspend: false, manualSelector: false, podReplacementPolicy: 'TerminatingOrFailed' });
    expect(status).toEqual({});
    expect(metadata.generation).toBe(1);
  });

  it('has completions of its own only when it has no parallelism either', () => {
    expect(createApiRig().create(job({ parallelism: 3 })).spec).not.toHaveProperty('completions');
    expect(createApiRig().create(job({ completions: 3 })).spec).toMatchObject({ completions: 3, parallelism: 1 });
  });

  it('with limits for each index has none for all', () => {
    expect(createApiRig().create(job({ ...indexed, backoffLimitPerIndex: 1 })).spec.backoffLimit).toBe(2_147_483_647);
  });

  it('with a pod failure policy waits for pods to fail, and looks for conditions that are True', () => {
    const { spec } = createApiRig().create(job({ podFailurePolicy: { rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] }] } }));
    expect(spec.podReplacementPolicy).toBe('Failed');
    expect(spec.podFailurePolicy?.rules[0]?.onPodConditions).toEqual([{ type: 'DisruptionTarget', status: 'True' }]);
  });

  it('gets labels and a selector that only its own pods have', () => {
    const rig = createApiRig();
    const { spec, metadata } = rig.create(job({ template: pods({}, { labels: { app: 'pi' } }) }));
    const labels = { 'batch.kubernetes.io/job-name': 'pi', 'job-name': 'pi', 'batch.kubernetes.io/controller-uid': metadata.uid, 'controller-uid': metadata.uid, app: 'pi' };
    expect(metadata.uid).toMatch(/^[0-9a-f-]{36}$/);
    expect(spec.template.metadata?.labels).toEqual(labels);
    expect(metadata.labels).toEqual(labels);
    expect(spec.selector).toEqual({ matchLabels: { 'batch.kubernetes.io/controller-uid': metadata.uid } });
    expect(rig.create(job({}, { name: 'e', labels: { mine: 'yes' } })).metadata.labels).toEqual({ mine: 'yes' });
  });

  it('keeps a selector of its own where it says so', () => {
    const { spec } = createApiRig().create(job({ manualSelector: true, selector: { matchLabels: { app: 'pi' } }, template: pods({}, { labels: { app: 'pi' } }) }));
    expect(spec.selector).toEqual({ matchLabels: { app: 'pi' } });
    expect(spec.template.metadata?.labels).toEqual({ app: 'pi' });
  });

  it('that is only tried out leaves no trace in what comes after', () => {
    const uidAfter = (tries: number): string | undefined => {
      const rig = createApiRig();
      for (let i = 0; i < tries; i++) rig.user.create({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'pi', namespace: 'default' }, spec: job().spec as unknown as KindMap['Job']['spec'] }, { dryRun: true });
      return rig.create(job()).metadata.uid;
    };
    expect(uidAfter(3)).toBe(uidAfter(0));
  });

  it('shares its defaulted parts', () => {
    const made = createApiRig().create(job());
    expect(jobDefinition.applyDefaults(made)).toBe(made);
  });
});

describe('a Job is refused', () => {
  const refused = (spec: JsonObject, metadata?: JsonObject): string => {
    const rig = createApiRig();
    return rig.refusal(() => rig.create(job(spec, metadata)));
  };
  const policy = (...rules: JsonObject[]): JsonObject => ({ podFailurePolicy: { rules } });
  const success = (...rules: JsonObject[]): JsonObject => ({ ...indexed, successPolicy: { rules } });

  it.each<[JsonObject, string]>([
    [{ parallelism: -1 }, 'spec.parallelism: Invalid value: -1: must be greater than or equal to 0'],
    [{ backoffLimit: -1 }, 'spec.backoffLimit: Invalid value: -1: must be greater than or equal to 0'],
    [{ ttlSecondsAfterFinished: -1 }, 'spec.ttlSecondsAfterFinished: Invalid value: -1: must be greater than or equal to 0'],
    [{ template: pods({ restartPolicy: 'Always' }) }, 'spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"'],
    [{ template: { spec: { containers: [{ name: 'main', image: 'perl' }] } } }, 'spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"'],
    [{ completionMode: 'Sorted' }, 'spec.completionMode: Unsupported value: "Sorted": supported values: "NonIndexed", "Indexed"'],
    [{ completionMode: 'Indexed', parallelism: 2 }, 'spec.completions: Required value: when completion mode is Indexed'],
    [{ ...indexed, parallelism: 200_000 }, 'spec.parallelism: Invalid value: 200000: must be less than or equal to 100000 when completion mode is Indexed'],
    [{ ...indexed, maxFailedIndexes: 1 }, 'spec.backoffLimitPerIndex: Required value: when maxFailedIndexes is specified'],
    [{ ...indexed, backoffLimitPerIndex: 1, maxFailedIndexes: 6 }, 'spec.maxFailedIndexes: Invalid value: 6: must be less than or equal to completions'],
    [
      { ...indexed, completions: 200_000, backoffLimitPerIndex: 1 },
      'spec.maxFailedIndexes: Required value: must be specified when completions is above 100000',
    ],
    [{ backoffLimitPerIndex: 1 }, 'spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode'],
    [{ managedBy: 'queue' }, 'spec.managedBy: Invalid value: "queue": must be a domain-prefixed path (such as "acme.io/foo")'],
    [{ podReplacementPolicy: 'Never' }, 'spec.podReplacementPolicy: Unsupported value: "Never": supported values: "Failed", "TerminatingOrFailed"'],
    [{ successPolicy: { rules: [{ succeededCount: 1 }] } }, 'spec.successPolicy: Invalid value: {"Rules":[{"SucceededIndexes":null,"SucceededCount":1}]}: requires indexed completion mode'],
    [success(), 'spec.successPolicy.rules: Required value: at least one rules must be specified when the successPolicy is specified'],
    [success({}), 'spec.successPolicy.rules[0]: Required value: at least one of succeededCount or succeededIndexes must be specified'],
    [success({ succeededCount: 6 }), 'spec.successPolicy.rules[0].succeededCount: Invalid value: 6: must be less than or equal to 5 (the number of specified completions)'],
    [
      success({ succeededCount: 3, succeededIndexes: '0,2' }),
      'spec.successPolicy.rules[0].succeededCount: Invalid value: 3: must be less than or equal to 2 (the number of indexes in the specified succeededIndexes field)',
    ],
    [success({ succeededIndexes: '3-9' }), 'spec.successPolicy.rules[0].succeededIndexes: Invalid value: "3-9": error parsing succeededIndexes: too large index: "9"'],
    [success({ succeededIndexes: '2,1' }), 'spec.successPolicy.rules[0].succeededIndexes: Invalid value: "2,1": error parsing succeededIndexes: non-increasing order, previous: 2, current: 1'],
    [success({ succeededIndexes: 'a' }), 'spec.successPolicy.rules[0].succeededIndexes: Invalid value: "a": error parsing succeededIndexes: cannot convert string to integer for index: "a"'],
    [policy({ action: 'Ignore' }), 'spec.podFailurePolicy.rules[0]: Invalid value: specifying one of OnExitCodes and OnPodConditions is required'],
    [
      policy({ action: 'FailIndex', onExitCodes: { operator: 'In', values: [1] } }),
      'spec.podFailurePolicy.rules[0].action: Invalid value: "FailIndex": requires the backoffLimitPerIndex to be set',
    ],
    [
      policy({ action: '', onExitCodes: { operator: 'In', values: [1] } }),
      'spec.podFailurePolicy.rules[0].action: Required value: valid values: ["Count" "FailIndex" "FailJob" "Ignore"]',
    ],
    [policy({ action: 'FailJob', onExitCodes: { operator: 'In', values: [0] } }), 'spec.podFailurePolicy.rules[0].onExitCodes.values[0]: Invalid value: 0: must not be 0 for the In operator'],
    [policy({ action: 'FailJob', onExitCodes: { operator: 'In', values: [2, 1] } }), 'spec.podFailurePolicy.rules[0].onExitCodes.values: Invalid value: [2,1]: must be ordered'],
    [
      policy({ action: 'FailJob', onExitCodes: { operator: 'In', values: [1], containerName: 'other' } }),
      'spec.podFailurePolicy.rules[0].onExitCodes.containerName: Invalid value: "other": must be one of the container or initContainer names in the pod template',
    ],
    [
      { ...policy({ action: 'FailJob', onExitCodes: { operator: 'In', values: [1] } }), template: pods({ restartPolicy: 'OnFailure' }) },
      'spec.template.spec.restartPolicy: Invalid value: "OnFailure": only "Never" is supported when podFailurePolicy is specified',
    ],
    [
      { ...policy({ action: 'FailJob', onExitCodes: { operator: 'In', values: [1] } }), podReplacementPolicy: 'TerminatingOrFailed' },
      'spec.podReplacementPolicy: Unsupported value: "TerminatingOrFailed": supported values: "Failed"',
    ],
    [{ manualSelector: true }, '[spec.selector: Required value, spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`]'],
  ])('for %j', (spec, message) => {
    expect(refused(spec)).toBe(message);
  });

  it('when a label that tells its pods apart is another one', () => {
    expect(refused({ template: pods({}, { labels: { 'job-name': 'e' } }) })).toMatch(/^spec\.template\.metadata\.labels\[job-name\]: Invalid value: \{.*\}: must be 'pi'$/);
  });
  it('when its selector asks for more than its pods have', () => {
    expect(refused({ selector: { matchLabels: { app: 'pi' } } })).toContain('`selector` not auto-generated');
  });
  it('when its pods could not be hosts of its name', () => {
    const name = 'a'.repeat(62);
    expect(refused({ completionMode: 'Indexed', completions: 2 }, { name })).toBe(`metadata.name: Invalid value: "${name}": will not able to create pod with invalid DNS label: ${name}-1`);
  });
});

describe('a change of a Job', () => {
  const changed = (before: JsonObject, after: JsonObject, status: JsonObject = {}): string => {
    const rig = createApiRig();
    const created = rig.create(job(before));
    const live = rig.controller.updateStatus<'Job'>({ ...created, status });
    return rig.refusal(() => rig.user.update<'Job'>({ ...live, spec: { ...live.spec, ...after } as typeof live.spec }));
  };
  const withSpec = (more: JsonObject): ((template: JsonObject) => JsonObject) => (template) => ({ ...template, spec: { ...(template['spec'] as JsonObject), ...more } });

  it('may be of its parallelism, limits and suspension', () => {
    expect(changed({}, { parallelism: 3, backoffLimit: 2, activeDeadlineSeconds: 9, suspend: true, ttlSecondsAfterFinished: 1 })).toBe('');
  });
  it('may not be of what it completes, but for an Indexed Job with its parallelism', () => {
    expect(changed({ completions: 2 }, { completions: 3 })).toBe('spec.completions: Invalid value: 3: field is immutable');
    expect(changed({ ...indexed, parallelism: 5 }, { completions: 3 })).toBe('spec.completions: Invalid value: 3: can only be modified in tandem with spec.parallelism');
    expect(changed({ ...indexed, parallelism: 5 }, { completions: 3, parallelism: 3 })).toBe('');
  });
  it('may not be of its policies or its mode', () => {
    expect(changed(indexed, { completionMode: 'NonIndexed' })).toContain('spec.completionMode: Invalid value: "NonIndexed": field is immutable');
    expect(changed({ ...indexed, backoffLimitPerIndex: 1 }, { backoffLimitPerIndex: 2 })).toBe('spec.backoffLimitPerIndex: Invalid value: 2: field is immutable');
  });

  describe('of its template', () => {
    const changedTemplate = (before: JsonObject, change: (template: JsonObject) => JsonObject, status?: JsonObject): string => {
      const rig = createApiRig();
      const created = rig.create(job(before));
      const live = status ? rig.controller.updateStatus<'Job'>({ ...created, status }) : created;
      const template = change(live.spec.template as unknown as JsonObject) as unknown as typeof live.spec.template;
      return rig.refusal(() => rig.user.update<'Job'>({ ...live, spec: { ...live.spec, template } }));
    };
    const place = withSpec({ nodeSelector: { disk: 'ssd' }, tolerations: [{ key: 'gpu', operator: 'Exists' }], schedulingGates: [{ name: 'queue' }] });
    const size = withSpec({ containers: [{ name: 'main', image: 'perl:5.34', imagePullPolicy: 'IfNotPresent', terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File', resources: { requests: { cpu: '2' } } }] });

    it('is refused while it runs', () => {
      expect(changedTemplate({}, place)).toContain('spec.template: Invalid value: ');
      expect(changedTemplate({}, place)).toMatch(/: field is immutable$/);
    });
    it('may say where its pods go and what they ask for while it is suspended and has none', () => {
      expect(changedTemplate({ suspend: true }, place)).toBe('');
      expect(changedTemplate({ suspend: true }, size)).toBe('');
      expect(changedTemplate({ suspend: true }, place, { startTime: '2026-01-05T10:00:00Z' })).toBe('');
      expect(changedTemplate({ suspend: true }, place, { active: 1 })).toMatch(/: field is immutable$/);
    });
    it('may not name another image even then', () => {
      expect(changedTemplate({ suspend: true }, withSpec({ containers: [{ name: 'main', image: 'perl:5.40' }] }))).toMatch(/: field is immutable$/);
    });
  });
});

describe('a row of Jobs', () => {
  const row = (spec: JsonObject, status: JsonObject, metadata: Partial<KindMap['Job']['metadata']> = {}): Record<string, string | number> => {
    const rig = createApiRig();
    const created = rig.create(job(spec));
    return rig.row({ ...created, metadata: { ...created.metadata, ...metadata }, status });
  };
  const condition = (type: string): JsonObject => ({ conditions: [{ type, status: 'True' }] });

  it('has status, completions and duration', () => {
    expect(row({ completions: 3 }, { succeeded: 1, startTime: '2026-01-05T09:58:00Z' })).toMatchObject({ Name: 'pi', Status: 'Running', Completions: '1/3', Duration: '2m', Containers: 'main', Images: 'perl:5.34' });
    expect(row({}, { ...condition('Complete'), succeeded: 1, startTime: '2026-01-05T09:00:00Z', completionTime: '2026-01-05T09:00:07Z' })).toMatchObject({ Status: 'Complete', Completions: '1/1', Duration: '7s' });
    expect(row({ parallelism: 3 }, {})).toMatchObject({ Completions: '0/1 of 3', Duration: '' });
  });
  it.each(['Complete', 'Failed', 'Suspended', 'FailureTarget', 'SuccessCriteriaMet'])('says %s', (type) => {
    expect(row({}, condition(type))['Status']).toBe(type);
  });
  it('says that one is being deleted', () => {
    expect(row({}, condition('Suspended'), { deletionTimestamp: '2026-01-05T10:00:00Z' })['Status']).toBe('Terminating');
  });
});
