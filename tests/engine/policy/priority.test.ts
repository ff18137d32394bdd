import { describe, expect, it } from 'vitest';
import { deployment } from '../web-cluster.ts';
import { apply, cluster, manifest, pod, podNamed, refusal } from './cluster.ts';

const CLASS = 'scheduling.k8s.io/v1';

describe('a priority class', () => {
  it('gives its pods their priority', () => {
    const simulation = cluster(manifest(CLASS, 'PriorityClass', 'high', { value: 1000, preemptionPolicy: 'Never' }), pod('web', { priorityClassName: 'high' }), pod('plain'));
    expect(podNamed(simulation, 'web').spec).toMatchObject({ priority: 1000, preemptionPolicy: 'Never', priorityClassName: 'high' });
    expect(podNamed(simulation, 'plain').spec).toMatchObject({ priority: 0, preemptionPolicy: 'PreemptLowerPriority' });
    expect(podNamed(simulation, 'plain').spec.priorityClassName).toBeUndefined();
  });
  it('of the system is there from the start, for pods in any namespace', () => {
    const simulation = cluster(pod('web', { priorityClassName: 'system-node-critical' }));
    expect(podNamed(simulation, 'web').spec.priority).toBe(2_000_001_000);
    expect(simulation.api.list('PriorityClass').map(({ metadata, value }) => [metadata.name, value])).toEqual([
      ['system-cluster-critical', 2_000_000_000], ['system-node-critical', 2_000_001_000],
    ]);
  });
  it('can be that of all pods which name none', () => {
    const simulation = cluster(manifest(CLASS, 'PriorityClass', 'usual', { value: 7, globalDefault: true }), pod('web'));
    expect(podNamed(simulation, 'web').spec).toMatchObject({ priority: 7, priorityClassName: 'usual' });
    expect(refusal(simulation, manifest(CLASS, 'PriorityClass', 'other', { value: 8, globalDefault: true }))).toBe(
      'priorityclasses.scheduling.k8s.io "other" is forbidden: PriorityClass usual is already marked as default. Only one default can exist');
    simulation.api.delete('PriorityClass', '', 'usual');
    apply(simulation, pod('late'));
    expect(podNamed(simulation, 'late').spec.priority).toBe(0);
  });
  it('must exist, which a Deployment learns from its ReplicaSet', () => {
    const simulation = cluster(deployment('web', 1, { pod: { priorityClassName: 'high' } }));
    expect(refusal(simulation, pod('web', { priorityClassName: 'high' }))).toBe('pods "web" is forbidden: no PriorityClass with name high was found');
    const [set] = simulation.api.list('ReplicaSet');
    expect(set?.status?.conditions?.[0]).toMatchObject({ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate' });
    expect(set?.status?.conditions?.[0]?.message).toBe(`pods "${set?.metadata.name ?? ''}-" is forbidden: no PriorityClass with name high was found`);
  });
  it('alone decides on the number: one given by hand must be the same', () => {
    const simulation = cluster(manifest(CLASS, 'PriorityClass', 'high', { value: 1000 }));
    const words = (given: number, computed: number): string =>
      `pods "web" is forbidden: the integer value of priority (${given}) must not be provided in pod spec; priority admission controller computed ${computed} from the given PriorityClass name`;
    expect(refusal(simulation, pod('web', { priority: 5 }))).toBe(words(5, 0));
    expect(refusal(simulation, pod('web', { priority: 5, priorityClassName: 'high' }))).toBe(words(5, 1000));
    expect(refusal(simulation, pod('web', { preemptionPolicy: 'Never', priorityClassName: 'high' }))).toBe(
      'pods "web" is forbidden: the string value of PreemptionPolicy (Never) must not be provided in pod spec; priority admission controller computed PreemptLowerPriority from the given PriorityClass name');
    expect(refusal(simulation, pod('web', { priority: 1000, priorityClassName: 'high' }))).toBe('');
  });
  it('keeps to its range and its names', () => {
    const simulation = cluster();
    const refused = (name: string, rest: Parameters<typeof manifest>[3]): string => refusal(simulation, manifest(CLASS, 'PriorityClass', name, rest)).replace(/^.* is invalid: /, '');
    expect(refused('big', { value: 1_000_000_001 })).toBe('value: Forbidden: maximum allowed value of a user defined priority is 1000000000');
    expect(refused('system-mine', { value: 1 })).toBe(
      "metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: system-mine is not a known system priority class");
    expect(refused('odd', { value: 1, preemptionPolicy: 'Maybe' })).toBe('preemptionPolicy: Unsupported value: "Maybe": supported values: "PreemptLowerPriority", "Never"');
  });
  it('keeps its value', () => {
    const simulation = cluster(manifest(CLASS, 'PriorityClass', 'high', { value: 1000 }));
    expect(simulation.api.apply(manifest(CLASS, 'PriorityClass', 'high', { value: 1001 })).problems.map(({ message }) => message).join()).toContain('value: Forbidden: may not be changed in an update.');
  });
  it('leaves pods of one template with one spec', () => {
    const simulation = cluster(manifest(CLASS, 'PriorityClass', 'high', { value: 1000 }), deployment('web', 3, { pod: { priorityClassName: 'high' } }));
    expect(new Set(simulation.api.list('Pod', { namespace: 'default' }).map(({ spec }) => spec.containers)).size).toBe(1);
  });
});

describe('a runtime class', () => {
  const sandboxed = manifest('node.k8s.io/v1', 'RuntimeClass', 'sandboxed', {
    handler: 'runsc', overhead: { podFixed: { cpu: '250m', memory: '120Mi' } },
    scheduling: { nodeSelector: { 'topology.kubernetes.io/zone': 'zone-b' }, tolerations: [{ key: 'sandbox', operator: 'Exists' }] },
  });

  it('gives its pods their overhead and their place', () => {
    const simulation = cluster(sandboxed, pod('web', { runtimeClassName: 'sandboxed' }));
    const { spec } = podNamed(simulation, 'web');
    expect(spec.overhead).toEqual({ cpu: '250m', memory: '120Mi' });
    expect(spec.nodeSelector).toEqual({ 'topology.kubernetes.io/zone': 'zone-b' });
    expect(spec.tolerations?.[0]).toEqual({ key: 'sandbox', operator: 'Exists' });
    expect(spec.nodeName).toBe('node-2');
  });
  it('must exist', () => {
    expect(refusal(cluster(), pod('web', { runtimeClassName: 'sandboxed' }))).toBe('pods "web" is forbidden: pod rejected: RuntimeClass "sandboxed" not found');
  });
  it('does not go with another overhead, nor with another place', () => {
    const simulation = cluster(sandboxed);
    expect(refusal(simulation, pod('web', { runtimeClassName: 'sandboxed', overhead: { cpu: '1' } }))).toBe(
      'pods "web" is forbidden: pod rejected: Pod\'s Overhead doesn\'t match RuntimeClass\'s defined Overhead');
    expect(refusal(simulation, pod('web', { overhead: { cpu: '1' } }))).toBe(
      'pods "web" is forbidden: pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead');
    expect(refusal(simulation, pod('web', { runtimeClassName: 'sandboxed', nodeSelector: { 'topology.kubernetes.io/zone': 'zone-a' } }))).toBe(
      'pods "web" is forbidden: conflict: runtimeClass.scheduling.nodeSelector[topology.kubernetes.io/zone] = zone-b; pod.spec.nodeSelector[topology.kubernetes.io/zone] = zone-a');
    expect(refusal(simulation, pod('web', { runtimeClassName: 'sandboxed', overhead: { cpu: '0.25', memory: '120Mi' } }))).toBe('');
  });
  it('keeps its handler, which is a label', () => {
    const simulation = cluster(sandboxed);
    expect(simulation.api.apply({ ...sandboxed, handler: 'kata' }).problems.map(({ message }) => message).join()).toContain('handler: Invalid value: "kata": field is immutable');
    expect(refusal(simulation, manifest('node.k8s.io/v1', 'RuntimeClass', 'bad', { handler: 'Run_c' }))).toContain('handler: Invalid value: "Run_c": a lowercase RFC 1123 label must consist of');
  });
});
