import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/engine/json.ts';
import { deployment } from '../web-cluster.ts';
import { apply, cluster, manifest, pod, podNamed, refusal } from './cluster.ts';

const range = (...limits: readonly JsonObject[]): JsonObject => manifest('v1', 'LimitRange', 'limits', { spec: { limits } });
const sized = (requests: JsonObject, limits: JsonObject): JsonObject => ({ resources: { requests, limits } });

describe('a limit range', () => {
  it('fills in what containers leave open, and says so on the pod', () => {
    const simulation = cluster(range({ type: 'Container', default: { cpu: '500m', memory: '512Mi' }, defaultRequest: { cpu: '100m' } }));
    apply(simulation, pod('web', { initContainers: [{ name: 'init', image: 'busybox:1.36', command: ['true'] }] }, {}, { resources: { limits: { memory: '1Gi' } } }));
    const { spec, metadata } = podNamed(simulation, 'web');
    expect(spec.containers[0]?.resources).toEqual({ limits: { cpu: '500m', memory: '1Gi' }, requests: { cpu: '100m', memory: '1Gi' } });
    expect(spec.initContainers?.[0]?.resources).toEqual({ limits: { cpu: '500m', memory: '512Mi' }, requests: { cpu: '100m', memory: '512Mi' } });
    expect(metadata.annotations?.['kubernetes.io/limit-ranger']).toBe(
      'LimitRanger plugin set: cpu request for container main; cpu limit for container main; cpu, memory request for init container init; cpu, memory limit for init container init');
  });
  it('takes its most and least for the defaults that it does not name', () => {
    const simulation = cluster(range({ type: 'Container', max: { cpu: '2' }, min: { memory: '32Mi' } }));
    expect(simulation.api.get('LimitRange', 'default', 'limits')?.spec.limits[0]).toMatchObject({ default: { cpu: '2' }, defaultRequest: { cpu: '2', memory: '32Mi' } });
  });
  it('holds containers to its bounds', () => {
    const simulation = cluster(range({ type: 'Container', max: { cpu: '1' }, min: { cpu: '100m' }, maxLimitRequestRatio: { memory: '4' } }));
    const refused = (container: JsonObject): string => refusal(simulation, pod('web', {}, {}, container)).replace('pods "web" is forbidden: ', '');
    const memory = { memory: '64Mi' };
    expect(refused(sized({ cpu: '500m', ...memory }, { cpu: '2', ...memory }))).toBe('maximum cpu usage per Container is 1, but limit is 2');
    expect(refused(sized({ cpu: '50m', ...memory }, { cpu: '1', ...memory }))).toBe('minimum cpu usage per Container is 100m, but request is 50m');
    expect(refused(sized({ cpu: '500m', memory: '64Mi' }, { cpu: '1', memory: '320Mi' }))).toBe('memory max limit to request ratio per Container is 4, but provided ratio is 5.000000');
    expect(refused(sized({ cpu: '50m' }, { cpu: '2' }))).toBe(
      '[minimum cpu usage per Container is 100m, but request is 50m, maximum cpu usage per Container is 1, but limit is 2, memory max limit to request ratio per Container is 4, but no request is specified or request is 0]');
  });
  it('holds pods to its bounds by all of their containers together', () => {
    const simulation = cluster(range({ type: 'Pod', max: { cpu: '1' } }));
    const twice = (cpu: string): JsonObject => pod('web', { containers: ['a', 'b'].map((name) => ({ name, image: 'nginx:1.27', resources: { limits: { cpu } } })) });
    expect(refusal(simulation, pod('web'))).toBe('pods "web" is forbidden: maximum cpu usage per Pod is 1.  No limit is specified');
    expect(refusal(simulation, twice('600m'))).toBe('pods "web" is forbidden: maximum cpu usage per Pod is 1, but limit is 1200m');
    expect(refusal(simulation, twice('500m'))).toBe('');
  });
  it('is for its namespace alone, and for pods made after it', () => {
    const simulation = cluster(pod('early'), range({ type: 'Container', max: { cpu: '1' } }), manifest('v1', 'Namespace', 'shop', {}));
    expect(podNamed(simulation, 'early').spec.containers[0]?.resources).toEqual({});
    expect(refusal(simulation, pod('web', {}, { namespace: 'shop' }, sized({ cpu: '2' }, { cpu: '2' })))).toBe('');
  });
  it('leaves pods of one template with one list of containers and one set of annotations, until it changes', () => {
    const simulation = cluster(range({ type: 'Container', default: { cpu: '500m' } }), deployment('web', 2));
    const all = (): ReturnType<typeof simulation.api.list<'Pod'>> => simulation.api.list('Pod', { namespace: 'default' });
    expect(new Set(all().map(({ spec }) => spec.containers)).size).toBe(1);
    expect(new Set(all().map(({ metadata }) => metadata.annotations)).size).toBe(1);
    apply(simulation, range({ type: 'Container', default: { cpu: '250m' } }));
    simulation.api.scale('Deployment', 'default', 'web', 3);
    simulation.settle();
    expect(all().map(({ spec }) => spec.containers[0]?.resources?.limits?.cpu).sort()).toEqual(['250m', '500m', '500m']);
  });
  it('must make sense', () => {
    const simulation = cluster();
    const refused = (limits: JsonObject): string => refusal(simulation, range(limits)).replace('LimitRange "limits" is invalid: ', '');
    expect(refused({ type: 'Container', min: { cpu: '2' }, max: { cpu: '1' } })).toContain('spec.limits[0].min[cpu]: Invalid value: "2": min value 2 is greater than max value 1');
    expect(refused({ type: 'Container', default: { cpu: '1' }, defaultRequest: { cpu: '2' } })).toBe(
      'spec.limits[0].defaultRequest[cpu]: Invalid value: "2": default request value 2 is greater than default limit value 1');
    expect(refused({ type: 'Pod', default: { cpu: '1' } })).toBe("spec.limits[0].default: Forbidden: may not be specified when `type` is 'Pod'");
    expect(refused({ type: 'Container', maxLimitRequestRatio: { cpu: '500m' } })).toBe('spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: "500m": ratio 500m is less than 1');
    expect(refused({ type: 'Node', max: { cpu: '1' } })).toBe('spec.limits[0].type: Invalid value: "Node": must be a standard limit type or fully qualified');
  });
});
