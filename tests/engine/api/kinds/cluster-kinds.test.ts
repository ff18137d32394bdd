import { describe, expect, it } from 'vitest';
import type { KindMap } from '../../../../src/engine/api/object.ts';
import type { JsonObject } from '../../../../src/engine/json.ts';
import { createApiRig, type Manifest } from './api-rig.ts';

describe('a Namespace', () => {
  const namespace = (spec?: JsonObject): Manifest<'Namespace'> => ({ kind: 'Namespace', metadata: { name: 'shop' }, ...(spec ? { spec } : {}) });

  it('is active, held by its finalizer, and labelled with its name', () => {
    const rig = createApiRig();
    const created = rig.create(namespace());
    expect(created).toMatchObject({ metadata: { labels: { 'kubernetes.io/metadata.name': 'shop' } }, spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } });
    expect(rig.row(created)).toEqual({ Name: 'shop', Status: 'Active', Age: '2026-01-05T10:00:00Z' });
  });

  it('keeps its finalizer until it is being deleted', () => {
    const rig = createApiRig();
    rig.create(namespace());
    expect(rig.update(namespace({ finalizers: [] })).spec?.finalizers).toEqual(['kubernetes']);
    rig.user.delete('Namespace', '', 'shop');
    expect(rig.update(namespace()).spec?.finalizers).toEqual(['kubernetes']);
    expect(rig.user.get('Namespace', '', 'shop')?.status?.phase).toBe('Terminating');
    rig.update(namespace({ finalizers: [] }));
    expect(rig.user.get('Namespace', '', 'shop')).toBeUndefined();
  });

  it('must be one label', () => {
    const rig = createApiRig();
    expect(rig.refusal(() => rig.create({ kind: 'Namespace', metadata: { name: 'a.b' } }))).toBe('metadata.name: Invalid value: "a.b": must not contain dots');
  });
});

describe('a Namespace that the cluster cannot do without', () => {
  it.each(['default', 'kube-system', 'kube-public'])('%s is not deleted', (name) => {
    const rig = createApiRig();
    if (!rig.user.get('Namespace', '', name)) rig.create({ kind: 'Namespace', metadata: { name } });
    expect(() => rig.user.delete('Namespace', '', name)).toThrow(`namespaces "${name}" is forbidden: this namespace may not be deleted`);
  });
});

describe('a Node', () => {
  const node = (spec: JsonObject, metadata: JsonObject = {}): Manifest<'Node'> => ({ kind: 'Node', metadata: { name: 'n1', ...metadata }, spec });
  const taint = { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' };

  it('is printed with its state, its roles and its addresses', () => {
    const rig = createApiRig();
    const created = rig.controller.create<'Node'>({
      apiVersion: 'v1', kind: 'Node',
      metadata: { name: 'n1', labels: { 'node-role.kubernetes.io/worker': '', 'node-role.kubernetes.io/edge': '' } },
      spec: { unschedulable: true },
      status: { conditions: [{ type: 'Ready', status: 'True' }], addresses: [{ type: 'InternalIP', address: '192.168.0.2' }] },
    });
    expect(rig.row(created)).toMatchObject({ Status: 'Ready,SchedulingDisabled', Roles: 'edge,worker', 'Internal-IP': '192.168.0.2', 'External-IP': '<none>', 'OS-Image': '<unknown>' });
    const lost = rig.controller.updateStatus<'Node'>({ ...created, status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } });
    expect(rig.row(lost)['Status']).toBe('NotReady,SchedulingDisabled');
    expect(rig.row(rig.create(node({}, { name: 'n2' })))).toMatchObject({ Status: 'Unknown', Roles: '<none>' });
  });

  it('may be tainted by a person, with taints that are some', () => {
    const rig = createApiRig();
    rig.create(node({}));
    expect(rig.update(node({ taints: [taint] })).spec.taints).toEqual([taint]);
    const wrong = [{ key: 'a b', effect: 'NoSchedule' }, { key: 'x', effect: 'Never' }, taint, { ...taint, value: 'cpu' }];
    const message = rig.refusal(() => rig.update(node({ taints: wrong })));
    expect(message).toContain('metadata.taints[0].key: Invalid value: "a b": name part must consist of');
    expect(message).toContain('metadata.taints[1].effect: Unsupported value: "Never": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"');
    expect(message).toContain('metadata.taints[3]: Duplicate value: {"Key":"dedicated","Value":"cpu","Effect":"NoSchedule","TimeAdded":null}: taints must be unique by key and effect pair');
  });

  it('keeps its pod range', () => {
    const rig = createApiRig();
    rig.create(node({ podCIDR: '10.244.1.0/24', podCIDRs: ['10.244.1.0/24'] }));
    expect(rig.refusal(() => rig.update(node({ podCIDR: '10.244.9.0/24', podCIDRs: ['10.244.9.0/24'] })))).toBe('spec.podCIDRs: Forbidden: node updates may not change podCIDR except from "" to valid');
  });

  it('can be cordoned without a change of anything else', () => {
    const rig = createApiRig();
    const created = rig.create(node({}));
    expect(rig.user.update({ ...created, spec: { ...created.spec, unschedulable: true } })).toMatchObject({ spec: { unschedulable: true }, status: {} });
  });
});

describe('an EndpointSlice', () => {
  const slice = (fields: JsonObject = {}): Manifest<'EndpointSlice'> =>
    ({ kind: 'EndpointSlice', metadata: { name: 'web-1' }, addressType: 'IPv4', endpoints: [{ addresses: ['10.244.0.5'] }], ports: [{ port: 80 }], ...fields });

  it('names its ports and counts its changes', () => {
    const rig = createApiRig();
    const created = rig.create(slice());
    expect(created).toMatchObject({ metadata: { generation: 1 }, ports: [{ name: '', port: 80, protocol: 'TCP' }] });
    expect(rig.update(slice())).toBe(created);
    const grown = rig.update(slice({ endpoints: ['5', '6', '7', '8'].map((last) => ({ addresses: [`10.244.0.${last}`] })) }));
    expect(grown.metadata.generation).toBe(2);
    expect(rig.row(grown)).toMatchObject({ AddressType: 'IPv4', Ports: '80', Endpoints: '10.244.0.5,10.244.0.6,10.244.0.7 + 1 more...' });
    expect(rig.row(rig.update(slice({ endpoints: [], ports: [] })))).toMatchObject({ Ports: '<unset>', Endpoints: '<unset>' });
  });

  it.each<[JsonObject, string]>([
    [{ addressType: 'IP' }, 'addressType: Unsupported value: "IP": supported values: "FQDN", "IPv4", "IPv6"'],
    [{ endpoints: [{ addresses: [] }] }, 'endpoints[0].addresses: Required value: must contain at least 1 address'],
    [{ endpoints: [{ addresses: ['::2'] }] }, 'endpoints[0].addresses[0]: Invalid value: "::2": must be a valid IPv4 address'],
    [{ endpoints: [{ addresses: ['127.0.0.1'] }] }, 'endpoints[0].addresses[0]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)'],
    [{ ports: [{ port: 80 }, { port: 81 }] }, 'ports[1].name: Duplicate value: ""'],
  ])('is refused with %j', (fields, message) => {
    const rig = createApiRig();
    expect(rig.refusal(() => rig.create(slice(fields)))).toBe(message);
  });

  it('keeps its address type', () => {
    const rig = createApiRig();
    rig.create(slice());
    expect(rig.refusal(() => rig.update(slice({ addressType: 'IPv6', endpoints: [] })))).toBe('addressType: Invalid value: "IPv6": field is immutable');
  });
});

describe('Leases and Events', () => {
  it('go through the server as they are', () => {
    const rig = createApiRig();
    const spec = { holderIdentity: 'n1', leaseDurationSeconds: 40 };
    const lease = rig.controller.create<'Lease'>({ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'n1', namespace: 'default' }, spec });
    expect(lease.spec).toBe(spec);
    expect(rig.row(lease)).toMatchObject({ Name: 'n1', Holder: 'n1' });
  });

  it('of a lease, the duration is checked', () => {
    const rig = createApiRig();
    expect(rig.refusal(() => rig.create({ kind: 'Lease', metadata: { name: 'l' }, spec: { leaseDurationSeconds: 0 } }))).toBe('spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0');
  });

  it('of an event, the columns of kubectl are there', () => {
    const rig = createApiRig();
    const event = {
      kind: 'Event', metadata: { name: 'web.1' }, involvedObject: { kind: 'Pod', namespace: 'default', name: 'web', fieldPath: 'spec.containers{c}' }, type: 'Warning', reason: 'BackOff', message: ' Back-off \n',
      source: { component: 'kubelet', host: 'n1' }, firstTimestamp: '2026-01-05T09:00:00Z', lastTimestamp: '2026-01-05T09:30:00Z', count: 4,
    } as const satisfies Manifest<'Event'>;
    const row = rig.row(rig.create(event));
    expect(Object.keys(row)).toEqual(['Last Seen', 'Type', 'Reason', 'Object', 'Subobject', 'Source', 'Message', 'First Seen', 'Count', 'Name']);
    expect(Object.values(row)).toEqual(['2026-01-05T09:30:00Z', 'Warning', 'BackOff', 'pod/web', 'spec.containers{c}', 'kubelet, n1', 'Back-off', '2026-01-05T09:00:00Z', 4, 'web.1']);
    expect(rig.refusal(() => rig.create({ ...event, involvedObject: { kind: 'Pod', namespace: 'other', name: 'web' } }))).toBe('involvedObject.namespace: Invalid value: "other": does not match event.namespace');
  });
});

describe('ConfigMaps', () => {
  const configMap = (fields: JsonObject): Manifest<'ConfigMap'> => ({ kind: 'ConfigMap', metadata: { name: 'settings' }, ...fields });

  it('count their entries', () => {
    const rig = createApiRig();
    expect(rig.row(rig.create(configMap({ data: { a: '1', b: '2' }, binaryData: { c: 'AA==' } })))).toMatchObject({ Name: 'settings', Data: 3 });
  });

  it.each<[JsonObject, string]>([
    [{ data: { '..': '' } }, "data[..]: Invalid value: \"..\": must not be '..'"],
    [{ data: { a: '' }, binaryData: { a: '' } }, 'data[a]: Invalid value: "a": duplicate of key present in binaryData'],
    [{ data: { a: 'é'.repeat(600_000) } }, '[]: Too long: may not be more than 1048576 bytes'],
  ])('are refused: %#', (fields, message) => {
    const rig = createApiRig();
    expect(rig.refusal(() => rig.create(configMap(fields)))).toBe(message);
  });

  it('stay as they are once they are immutable', () => {
    const rig = createApiRig();
    rig.create(configMap({ data: { a: '1' }, immutable: true }));
    expect(rig.refusal(() => rig.update(configMap({ data: { a: '2' } })))).toBe(
      '[immutable: Forbidden: field is immutable when `immutable` is set, data: Forbidden: field is immutable when `immutable` is set]',
    );
    expect(rig.update(configMap({ data: { a: '1' }, immutable: true }, )).data).toEqual({ a: '1' });
  });
});

describe('Secrets', () => {
  const secret = (fields: JsonObject): Manifest<'Secret'> => ({ kind: 'Secret', metadata: { name: 'login' }, ...fields });
  const encoded = (text: string): string => Buffer.from(text).toString('base64');

  it('take plain text and keep it encoded', () => {
    const rig = createApiRig();
    const created: KindMap['Secret'] = rig.create(secret({ data: { user: encoded('x'), token: encoded('t') }, stringData: { user: 'admin', pass: 'żółw 🐢' } }));
    expect(created).toMatchObject({ type: 'Opaque', data: { user: encoded('admin'), token: encoded('t'), pass: encoded('żółw 🐢') } });
    expect(created).not.toHaveProperty('stringData');
    expect(rig.row(created)).toMatchObject({ Type: 'Opaque', Data: 3 });
  });

  it.each<[JsonObject, string]>([
    [{ type: 'kubernetes.io/tls' }, '[data[tls.crt]: Required value, data[tls.key]: Required value]'],
    [{ type: 'kubernetes.io/basic-auth' }, '[data[username]: Required value, data[password]: Required value]'],
    [{ type: 'kubernetes.io/basic-auth', stringData: { username: 'a' } }, ''],
    [{ type: 'kubernetes.io/ssh-auth', stringData: { 'ssh-privatekey': '' } }, 'data[ssh-privatekey]: Required value'],
    [{ type: 'kubernetes.io/dockerconfigjson' }, 'data[.dockerconfigjson]: Required value'],
    [{ type: 'kubernetes.io/dockerconfigjson', stringData: { '.dockerconfigjson': '{"auths":' } }, 'data[.dockerconfigjson]: Invalid value: "<secret contents redacted>": unexpected end of JSON input'],
    [{ type: 'kubernetes.io/dockerconfigjson', stringData: { '.dockerconfigjson': '{"auths":{}}' } }, ''],
    [{ type: 'kubernetes.io/service-account-token' }, 'metadata.annotations[kubernetes.io/service-account.name]: Required value'],
  ])('of a type have what it asks for: %j', (fields, message) => {
    const rig = createApiRig();
    expect(rig.refusal(() => rig.create(secret(fields)))).toBe(message);
  });

  it('keep their type', () => {
    const rig = createApiRig();
    rig.create(secret({ type: 'example.com/x' }));
    expect(rig.refusal(() => rig.update(secret({})))).toBe('type: Invalid value: "Opaque": field is immutable');
  });
});
