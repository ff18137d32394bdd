import { describe, expect, it } from 'vitest';
import { podDefinition } from '../../../../src/engine/api/kinds/pod.ts';
import { podValidation } from '../../../../src/engine/api/kinds/pod-validation.ts';
import { decoded, one, pod, problems, updateProblems } from '../pod-spec/pod-fixture.ts';

describe('a new pod', () => {
  it('is pending, with its QoS class and whatever status the client sent forgotten', () => {
    const sent = { ...decoded(one({ resources: { limits: { cpu: '1', memory: '1Gi' } } })), status: { phase: 'Running' } };
    expect(podDefinition.prepareForCreate(sent).status).toEqual({ phase: 'Pending', qosClass: 'Guaranteed' });
  });

  it('that waits behind a gate says so', () => {
    expect(pod(one({}, { schedulingGates: [{ name: 'example.com/wait' }] })).status?.conditions).toEqual([
      { type: 'PodScheduled', status: 'False', reason: 'SchedulingGated', message: 'Scheduling is blocked due to non-empty scheduling gates' },
    ]);
  });

  it('needs a good name', () => {
    expect(problems(one(), { name: '' })).toEqual(['metadata.name: Required value: name or generateName is required']);
    expect(problems(one(), { name: 'Web' })[0]).toMatch(/^metadata\.name: Invalid value: "Web": a lowercase RFC 1123 subdomain/);
  });

  it('shares its spec with all pods of the same template', () => {
    const { spec } = decoded(one());
    const [a, b] = ['a', 'b'].map((name) => podDefinition.applyDefaults({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec }));
    expect(a?.spec).toBe(b?.spec);
  });
});

describe('an update of a pod', () => {
  it('keeps status and spec by sharing', () => {
    const previous = pod(one());
    const next = { ...previous, metadata: { ...previous.metadata, labels: { a: 'b' } }, status: { phase: 'Failed' } };
    const prepared = podDefinition.applyDefaults(podDefinition.prepareForUpdate(next, previous));
    expect(prepared.status).toBe(previous.status);
    expect(prepared.spec).toBe(previous.spec);
    expect(podDefinition.prepareForUpdate(previous, previous)).toBe(previous);
  });

  it('may change images, bring the deadline forward, add tolerations and take gates away', () => {
    const gates = { schedulingGates: [{ name: 'a' }, { name: 'b' }] };
    const before = one({}, { activeDeadlineSeconds: 100, tolerations: [{ key: 'a', operator: 'Exists' }], initContainers: [{ name: 'i', image: 'x' }], ...gates });
    const after = one({ image: 'nginx:1.28' }, {
      activeDeadlineSeconds: 50, tolerations: [{ key: 'a', operator: 'Exists' }, { key: 'b', operator: 'Exists' }], initContainers: [{ name: 'i', image: 'y' }], schedulingGates: [{ name: 'b' }],
    });
    expect(updateProblems(before, after)).toEqual([]);
    expect(updateProblems(one({}, { terminationGracePeriodSeconds: -1 }), one({}, { terminationGracePeriodSeconds: 1 }))).toEqual([]);
  });

  it('may change nothing else', () => {
    const [problem, ...others] = updateProblems(one(), one({ command: ['sleep', '1'] }, { terminationGracePeriodSeconds: 1, dnsPolicy: 'Default' }));
    expect(others).toEqual([]);
    expect(problem?.split('\n')).toEqual([
      'spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
      '@@ -5,7 +5,10 @@', '   {', '    "Name": "app",', '    "Image": "nginx:1.27",', '-   "Command": null,', '+   "Command": [', '+    "sleep",', '+    "1"', '+   ],', '    "Args": null,', '    "WorkingDir": "",', '    "Ports": null,',
      '@@ -36,9 +39,9 @@', '  ],', '  "EphemeralContainers": null,', '  "RestartPolicy": "Always",', '- "TerminationGracePeriodSeconds": 30,', '+ "TerminationGracePeriodSeconds": 1,',
      '  "ActiveDeadlineSeconds": null,', '- "DNSPolicy": "ClusterFirst",', '+ "DNSPolicy": "Default",', '  "NodeSelector": null,', '  "ServiceAccountName": "",', '  "AutomountServiceAccountToken": null,', '',
    ]);
  });

  it('points at the first field that may not change', () => {
    const previous = { ...pod(one()), metadata: { name: 'web', namespace: 'default', resourceVersion: '1' } };
    const next = { ...previous, spec: { ...previous.spec, hostNetwork: true } };
    expect(podValidation.validateUpdate(next, previous).map(({ path }) => path)).toEqual([['spec', 'hostNetwork']]);
  });

  it('takes an empty list for none', () => {
    expect(updateProblems(one(), one({ args: [] }, { volumes: [], initContainers: [] }))).toEqual([]);
  });

  it('says what is wrong with a change that is allowed in kind', () => {
    expect(updateProblems(one(), { containers: [] })).toEqual(['spec.containers: Required value', 'spec.containers: Forbidden: pod updates may not add or remove containers']);
    expect(updateProblems(one({}, { activeDeadlineSeconds: 5 }), one({}, { activeDeadlineSeconds: 6 }))).toEqual(['spec.activeDeadlineSeconds: Invalid value: 6: must be less than or equal to previous value']);
    expect(updateProblems(one({}, { activeDeadlineSeconds: 5 }), one())).toEqual(['spec.activeDeadlineSeconds: Invalid value: null: must not update from a positive integer to nil value']);
    expect(updateProblems(one({}, { tolerations: [{ key: 'a', operator: 'Exists' }] }), one())).toEqual(['spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds']);
    expect(updateProblems(one({}, { schedulingGates: [{ name: 'a' }] }), one({}, { schedulingGates: [{ name: 'b' }] }))).toEqual(["spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate 'b'"]);
  });

  it('may narrow down the nodes of a pod that waits behind a gate, and only of such a pod', () => {
    const term = (...values: string[]) => ({ nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: values.map((value) => ({ key: value, operator: 'Exists' })) }] } } });
    const schedulingGates = [{ name: 'a' }];
    expect(updateProblems(one({}, { schedulingGates, affinity: term('x') }), one({}, { schedulingGates, nodeSelector: { disk: 'ssd' }, affinity: term('x', 'y') }))).toEqual([]);
    expect(updateProblems(one({}, { schedulingGates }), one({}, { schedulingGates, affinity: term('x') }))).toEqual([]);
    expect(updateProblems(one({}, { schedulingGates, nodeSelector: { disk: 'ssd' } }), one({}, { schedulingGates }))).toEqual(['spec.nodeSelector: Invalid value: {}: only additions to spec.nodeSelector are allowed (no mutations or deletions)']);
    expect(updateProblems(one({}, { schedulingGates, affinity: term('x') }), one({}, { schedulingGates, affinity: term('y') }))[0]).toMatch(/nodeSelectorTerms\[0\]: Invalid value: .*: only additions are allowed \(no mutations or deletions\)$/);
    expect(updateProblems(one(), one({}, { nodeSelector: { disk: 'ssd' } }))[0]).toMatch(/^spec: Forbidden: pod updates may not change/);
  });

  it('cannot take away the tolerations that admission gave', () => {
    const given = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'].map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }));
    const own = { key: 'a', operator: 'Exists' };
    const previous = pod(one({}, { tolerations: [own, ...given] }));
    expect(podDefinition.prepareForUpdate(decoded(one({}, { tolerations: [own] })), previous).spec.tolerations).toEqual([own, ...given]);
    const longer = { ...given[0], tolerationSeconds: 5 };
    expect(podDefinition.prepareForUpdate(decoded(one({}, { tolerations: [longer] })), previous).spec.tolerations).toEqual([longer, given[1]]);
  });
});
