import '../../../../src/engine/api/schema/late-structure-table.ts';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { formatDecodeError } from '../../../../src/engine/api/schema/decode-message.ts';
import { decodeObject } from '../../../../src/engine/api/schema/decode.ts';

const DEPLOYMENT = `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
      - name: web
        image: nginx:1.27
        ports:
        - containerPort: 80
        resources:
          requests: {cpu: 100m, memory: 64Mi}
`;

function messageFor(manifest: string): string | undefined {
  const value = parse(manifest);
  return formatDecodeError(value.kind, value.apiVersion.split('/').at(-1), decodeObject(value.kind, value));
}

function podSpec(spec: string): string {
  return `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: ${spec}`;
}

describe('a correct manifest', () => {
  it('is decoded without problems and keeps every value', () => {
    const result = decodeObject('Deployment', parse(DEPLOYMENT));
    expect(result.unknownFields).toEqual([]);
    expect(result.typeErrors).toEqual([]);
    expect(formatDecodeError('Deployment', 'v1', result)).toBeUndefined();
    expect(result.object.spec.template.spec.containers[0]).toEqual({
      image: 'nginx:1.27', name: 'web', ports: [{ containerPort: 80 }], resources: { requests: { cpu: '100m', memory: '64Mi' } },
    });
  });

  it('comes out in alphabetical order whatever order it was written in', () => {
    const { object } = decodeObject('Deployment', parse('kind: Deployment\nspec: {template: {}, replicas: 1}\nmetadata: {name: a}\napiVersion: apps/v1'));
    expect(Object.keys(object)).toEqual(['apiVersion', 'kind', 'metadata', 'spec']);
    expect(Object.keys(object.spec)).toEqual(['replicas', 'template']);
  });

  it('shares nothing with what was given', () => {
    const value = parse(DEPLOYMENT);
    value.metadata.managedFields = [{ manager: 'kubectl', fieldsV1: { 'f:spec': { 'f:replicas': {} } } }];
    const { object } = decodeObject('Deployment', value);
    const before = JSON.stringify(object);
    value.spec.template.spec.containers[0].ports.push({ containerPort: 81 });
    value.metadata.managedFields[0].fieldsV1['f:spec'].other = 1;
    value.spec.selector.matchLabels.app = 'changed';
    expect(JSON.stringify(object)).toBe(before);
  });
});

describe('unknown fields', () => {
  it.each([
    ['replica', DEPLOYMENT.replace('replicas: 3', 'replica: 3'), 'unknown field "spec.replica"'],
    ['imagee in a container', DEPLOYMENT.replace('image:', 'imagee:'), 'unknown field "spec.template.spec.containers[0].imagee"'],
    ['containers one level too high', DEPLOYMENT.replace('  replicas: 3', '  containers: []'), 'unknown field "spec.containers"'],
    ['image at the pod', podSpec('{image: nginx}'), 'unknown field "spec.image"'],
    ['the wrong case', podSpec('{Containers: []}'), 'unknown field "spec.Containers"'],
    ['ports of a service on a pod', podSpec('{containers: [{name: a, ports: [{port: 80}]}]}'), 'unknown field "spec.containers[0].ports[0].port"'],
    ['cpu outside of requests', podSpec('{containers: [{name: a, resources: {cpu: 1}}]}'), 'unknown field "spec.containers[0].resources.cpu"'],
    ['labels at the top', 'apiVersion: v1\nkind: Pod\nlabels: {a: b}', 'unknown field "labels"'],
    ['a key that needs quoting', podSpec('{"a\\tb\\"": 1}'), String.raw`unknown field "spec.a\tb\""`],
  ])('%s', (_, manifest, expected) => {
    const { kind } = parse(manifest);
    expect(messageFor(manifest)).toBe(`${kind} in version "v1" cannot be handled as a ${kind}: strict decoding error: ${expected}`);
  });

  it('are all listed in one message, in the order of the sorted keys as kubectl sends them', () => {
    expect(messageFor(`apiVersion: apps/v1\nkind: Deployment\nspec: {zone: a, replica: 1}\nmetadata: {nam: b}`)).toBe(
      'Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "metadata.nam", unknown field "spec.replica", unknown field "spec.zone"',
    );
  });

  it('carry the path to the key for an editor to point at', () => {
    const { unknownFields } = decodeObject('Deployment', parse(DEPLOYMENT.replace('image:', 'imagee:')));
    expect(unknownFields[0]?.path).toEqual(['spec', 'template', 'spec', 'containers', 0, 'imagee']);
  });

  it('stop at one hundred', () => {
    const extra = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`x${index}`, index]));
    expect(decodeObject('Pod', { apiVersion: 'v1', kind: 'Pod', ...extra }).unknownFields).toHaveLength(100);
  });

  it('are hidden by a wrong type', () => {
    expect(messageFor(podSpec('{image: nginx, nodeName: 3}'))).toBe(
      'Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal number into Go struct field PodSpec.spec.nodeName of type string',
    );
  });
});

describe('wrong types', () => {
  it.each([
    ['replicas in quotes', DEPLOYMENT.replace('replicas: 3', 'replicas: "3"'), 'json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32'],
    ['half a replica', DEPLOYMENT.replace('replicas: 3', 'replicas: 1.5'), 'json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32'],
    ['more replicas than an int32 holds', DEPLOYMENT.replace('replicas: 3', 'replicas: 3000000000'), 'json: cannot unmarshal number 3000000000 into Go struct field DeploymentSpec.spec.replicas of type int32'],
    ['replicas as a list', DEPLOYMENT.replace('replicas: 3', 'replicas: [3]'), 'json: cannot unmarshal array into Go struct field DeploymentSpec.spec.replicas of type int32'],
    ['a number as a label', DEPLOYMENT.replace('name: web', 'name: web\n  labels: {version: 1}'), 'json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string'],
    ['a boolean as a label of the template', DEPLOYMENT.replace('labels: {app: web}', 'labels: {app: true}'), 'json: cannot unmarshal bool into Go struct field ObjectMeta.spec.template.metadata.labels of type string'],
    ['a number as a name', podSpec('{}').replace('name: p', 'name: 7'), 'json: cannot unmarshal number into Go struct field ObjectMeta.metadata.name of type string'],
    ['a container that is not in a list', podSpec('{containers: {name: a}}'), 'json: cannot unmarshal object into Go struct field PodSpec.spec.containers of type []v1.Container'],
    ['a container that is a text', podSpec('{containers: [nginx]}'), 'json: cannot unmarshal string into Go struct field PodSpec.spec.containers of type v1.Container'],
    ['a port in a list of plain numbers', podSpec('{containers: [{ports: [80]}]}'), 'json: cannot unmarshal number into Go struct field Container.spec.containers.ports of type v1.ContainerPort'],
    ['a number as the value of a variable', podSpec('{containers: [{env: [{name: PORT, value: 8080}]}]}'), 'json: cannot unmarshal number into Go struct field EnvVar.spec.containers.env.value of type string'],
    ['variables as a map', podSpec('{containers: [{env: {PORT: "80"}}]}'), 'json: cannot unmarshal object into Go struct field Container.spec.containers.env of type []v1.EnvVar'],
    ['a command that is a text', podSpec('{containers: [{command: sleep 5}]}'), 'json: cannot unmarshal string into Go struct field Container.spec.containers.command of type []string'],
    ['a number among the arguments', podSpec('{containers: [{args: [sleep, 5]}]}'), 'json: cannot unmarshal number into Go struct field Container.spec.containers.args of type string'],
    ['a number as a restart policy', podSpec('{restartPolicy: 3}'), 'json: cannot unmarshal number into Go struct field PodSpec.spec.restartPolicy of type v1.RestartPolicy'],
    ['a text as a boolean', podSpec('{hostNetwork: "yes"}'), 'json: cannot unmarshal string into Go struct field PodSpec.spec.hostNetwork of type bool'],
    ['resources as a list', podSpec('{containers: [{resources: {requests: [cpu]}}]}'), 'json: cannot unmarshal array into Go struct field ResourceRequirements.spec.containers.resources.requests of type v1.ResourceList'],
    ['a spec that is a text', podSpec('nginx'), 'json: cannot unmarshal string into Go struct field Pod.spec of type v1.PodSpec'],
    ['metadata that is a list', 'apiVersion: v1\nkind: Pod\nmetadata: [a]', 'json: cannot unmarshal array into Go struct field Pod.metadata of type v1.ObjectMeta'],
    ['a number in a config map', 'apiVersion: v1\nkind: ConfigMap\ndata: {port: 80}', 'json: cannot unmarshal number into Go struct field ConfigMap.data of type string'],
    ['a number in a secret', 'apiVersion: v1\nkind: Secret\ndata: {port: 80}', 'json: cannot unmarshal number into Go struct field Secret.data of type []uint8'],
    ['secret data that is not base64', 'apiVersion: v1\nkind: Secret\ndata: {password: hunter2!}', 'illegal base64 data at input byte 7'],
    ['a uid that is a number', 'apiVersion: v1\nkind: Pod\nmetadata: {uid: 4}', 'json: cannot unmarshal number into Go struct field ObjectMeta.metadata.uid of type types.UID'],
    ['a selector that is a text', DEPLOYMENT.replace('matchLabels: {app: web}', 'matchLabels: app=web'), 'json: cannot unmarshal string into Go struct field LabelSelector.spec.selector.matchLabels of type map[string]string'],
  ])('%s', (_, manifest, expected) => {
    const { kind } = parse(manifest);
    expect(messageFor(manifest)).toBe(`${kind} in version "v1" cannot be handled as a ${kind}: ${expected}`);
  });

  it('carry the path to the value with the place in the list', () => {
    const { typeErrors } = decodeObject('Pod', parse(podSpec('{containers: [{name: a}, {env: [{name: PORT, value: 8080}]}]}')));
    expect(typeErrors.map((problem) => problem.path)).toEqual([['spec', 'containers', 1, 'env', 0, 'value']]);
  });

  it('leave the rest of the object readable', () => {
    const { object } = decodeObject('Deployment', parse(DEPLOYMENT.replace('replicas: 3', 'replicas: "3"')));
    expect(object.spec.replicas).toBeUndefined();
    expect(object.spec.template.spec.containers).toHaveLength(1);
  });

  it('of the whole document are told without a field', () => {
    expect(formatDecodeError('Pod', 'v1', decodeObject('Pod', ['a']))).toBe(
      'Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal array into Go value of type v1.Pod',
    );
  });
});

describe('quantities', () => {
  it('may be numbers and come out canonically', () => {
    const resources = '{requests: {cpu: 1, memory: 1024Mi}, limits: {cpu: 0.5, memory: 1.5Gi, example.com/gpu: "1"}}';
    const { object, typeErrors } = decodeObject('Pod', parse(podSpec(`{containers: [{name: a, resources: ${resources}}]}`)));
    expect(typeErrors).toEqual([]);
    expect(object.spec.containers[0]?.resources).toEqual({
      limits: { cpu: '500m', 'example.com/gpu': '1', memory: '1536Mi' },
      requests: { cpu: '1', memory: '1Gi' },
    });
  });

  const regexp = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
  it.each([
    ['64MB', regexp],
    ['lots', regexp],
    ['1 Gi', regexp],
    ['', regexp],
    ['64mi', "unable to parse quantity's suffix"],
    ['1mm', "unable to parse quantity's suffix"],
    [true, regexp],
    [{ value: 1 }, regexp],
  ])('refuse %j', (memory, expected) => {
    const pod = { apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name: 'a', resources: { limits: { memory } } }] } };
    const result = decodeObject('Pod', pod);
    expect(formatDecodeError('Pod', 'v1', result)).toBe(`Pod in version "v1" cannot be handled as a Pod: ${expected}`);
    expect(result.typeErrors[0]?.path).toEqual(['spec', 'containers', 0, 'resources', 'limits', 'memory']);
    expect(result.object.spec.containers[0]?.resources?.limits).toEqual({});
  });

  it('end the decoding, so that they are told even after another wrong type', () => {
    const result = decodeObject('Pod', parse(podSpec('{containers: [{args: [1], resources: {limits: {cpu: x}}}]}')));
    expect(result.typeErrors.map((problem) => problem.message)).toEqual([
      regexp,
      'json: cannot unmarshal number into Go struct field Container.spec.containers.args of type string',
    ]);
  });
});

describe('values that may be numbers or texts', () => {
  const surge = (value: string) => DEPLOYMENT.replace('replicas: 3', `strategy: {rollingUpdate: {maxSurge: ${value}}}`);
  it.each([['25%', '25%'], ['2', 2], ['"2"', '2']])('accept %s', (written, expected) => {
    expect(decodeObject('Deployment', parse(surge(written))).object.spec.strategy?.rollingUpdate?.maxSurge).toBe(expected);
  });
  it.each([
    ['true', 'json: cannot unmarshal bool into Go struct field RollingUpdateDeployment.spec.strategy.rollingUpdate.maxSurge of type int32'],
    ['1.5', 'json: cannot unmarshal number 1.5 into Go struct field RollingUpdateDeployment.spec.strategy.rollingUpdate.maxSurge of type int32'],
    ['[1]', 'json: cannot unmarshal array into Go struct field RollingUpdateDeployment.spec.strategy.rollingUpdate.maxSurge of type int32'],
  ])('refuse %s', (written, expected) => {
    expect(messageFor(surge(written))).toBe(`Deployment in version "v1" cannot be handled as a Deployment: ${expected}`);
  });
});

describe('times', () => {
  it('are written in UTC, in seconds or in microseconds', () => {
    const pod = decodeObject('Pod', { metadata: { creationTimestamp: '2026-01-05T12:00:00.75+02:00' } });
    expect(pod.object.metadata.creationTimestamp).toBe('2026-01-05T10:00:00Z');
    const lease = decodeObject('Lease', { spec: { renewTime: '2026-01-05T10:00:00.250000Z' } });
    expect(lease.object.spec.renewTime).toBe('2026-01-05T10:00:00.250000Z');
  });
  it('of another form are refused in the words of Go', () => {
    expect(messageFor('apiVersion: v1\nkind: Pod\nmetadata: {creationTimestamp: yesterday}')).toBe(
      'Pod in version "v1" cannot be handled as a Pod: parsing time "yesterday" as "2006-01-02T15:04:05Z07:00": cannot parse "yesterday" as "2006"',
    );
    expect(messageFor('apiVersion: v1\nkind: Pod\nmetadata: {creationTimestamp: 5}')).toBe(
      'Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal number into Go struct field ObjectMeta.metadata.creationTimestamp of type string',
    );
  });
});

describe('what was left out', () => {
  it('is dropped where it was null', () => {
    const { object } = decodeObject('Deployment', parse('metadata: {creationTimestamp: null, labels: ~}\nspec: {replicas: null, strategy: null}\nstatus: null'));
    expect(object).toEqual({
      apiVersion: 'apps/v1', kind: 'Deployment', metadata: {}, spec: { template: { spec: { containers: [] } } },
    });
  });

  it('is the zero value where Go has one, so that the generated types hold', () => {
    const { object } = decodeObject('Service', { spec: { ports: [{}, null] } });
    expect(object).toEqual({ apiVersion: 'v1', kind: 'Service', metadata: {}, spec: { ports: [{ port: 0 }, { port: 0 }] } });
    expect(decodeObject('ConfigMap', { data: { empty: null } }).object.data).toEqual({ empty: '' });
  });

  it('stays away for a selector, whose absence validation reports', () => {
    expect(decodeObject('Deployment', { spec: {} }).object.spec).not.toHaveProperty('selector');
  });

  it('is everything when the document is empty', () => {
    const result = decodeObject('Pod', null);
    expect(result.typeErrors).toHaveLength(1);
    expect(result.object).toEqual({ apiVersion: 'v1', kind: 'Pod', metadata: {}, spec: { containers: [] } });
  });
});

describe('hostile input', () => {
  it('cannot reach a prototype', () => {
    const value = JSON.parse('{"metadata":{"labels":{"__proto__":{"polluted":"yes"},"constructor":"x","a":"b"},"__proto__":{"name":"evil"}},"prototype":1}');
    const { object, unknownFields } = decodeObject('Pod', value);
    expect(unknownFields.map((problem) => problem.message)).toEqual([
      'unknown field "metadata.__proto__"', 'unknown field "metadata.labels.__proto__"', 'unknown field "metadata.labels.constructor"', 'unknown field "prototype"',
    ]);
    expect(object.metadata).toEqual({ labels: { a: 'b' } });
    expect(Object.getPrototypeOf(object.metadata.labels)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('cannot reach a prototype through a field of any form', () => {
    const value = JSON.parse('{"metadata":{"managedFields":[{"fieldsV1":{"a":{"__proto__":{"x":1},"b":[1,null]}}}]}}');
    const { object, unknownFields } = decodeObject('Pod', value);
    expect(object.metadata.managedFields?.[0]?.fieldsV1).toEqual({ a: { b: [1, null] } });
    expect(unknownFields).toHaveLength(1);
  });

  it('nested 100,000 levels deep is an error, not a crash', () => {
    let deep: unknown = {};
    for (let level = 0; level < 100_000; level++) deep = level % 2 ? [deep] : { a: deep };
    const inFree = decodeObject('Pod', { metadata: { managedFields: [{ fieldsV1: deep }] } });
    expect(inFree.typeErrors[0]?.message).toBe('exceeded max depth');
    expect(decodeObject('Pod', { spec: { a: deep }, other: deep }).unknownFields).toHaveLength(2);
  });

  it('that refers to itself ends', () => {
    const knot: Record<string, unknown> = {};
    knot['self'] = knot;
    expect(decodeObject('Pod', { metadata: { managedFields: [{ fieldsV1: knot }] } }).typeErrors[0]?.message).toBe('exceeded max depth');
  });

  it('that unfolds to billions of values is refused for its size', () => {
    let bomb: unknown = ['lol'];
    for (let level = 0; level < 40; level++) bomb = [bomb, bomb];
    const result = decodeObject('Pod', { metadata: { managedFields: [{ fieldsV1: bomb }] } });
    expect(result.typeErrors[0]?.message).toBe('Request entity too large: limit is 3145728');
  });

  it('with a hundred thousand list items is read', () => {
    const args = Array.from({ length: 100_000 }, (_, index) => `a${index}`);
    const { object, typeErrors } = decodeObject('Pod', { spec: { containers: [{ name: 'a', args }] } });
    expect(typeErrors).toEqual([]);
    expect(object.spec.containers[0]?.args).toEqual(args);
  });

  it.each([[Number.NaN, 'NaN'], [Number.POSITIVE_INFINITY, '+Inf'], [Number.NEGATIVE_INFINITY, '-Inf']])('with the number %s is refused', (replicas, name) => {
    expect(decodeObject('Deployment', { spec: { replicas } }).typeErrors[0]?.message).toBe(`json: unsupported value: ${name}`);
  });

  it('asking for a model that does not exist is a defect of the caller', () => {
    expect(() => decodeObject('Nonsense', {})).toThrow('no model is called Nonsense');
  });
});
