import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/engine/json.ts';
import { createApiRig, type ApiRig, type Manifest } from './api-rig.ts';

const http = { port: 80 };
const service = (spec: JsonObject = {}): Manifest<'Service'> => ({ kind: 'Service', metadata: { name: 'web' }, spec: { selector: { app: 'web' }, ports: [http], ...spec } });
const refused = (spec: JsonObject): string => {
  const rig = createApiRig();
  return rig.refusal(() => rig.create(service(spec)));
};

describe('a new Service', () => {
  it('gets the defaults and an address', () => {
    const rig = createApiRig();
    const created = rig.create(service());
    expect(created.spec).toMatchObject({
      type: 'ClusterIP', sessionAffinity: 'None', internalTrafficPolicy: 'Cluster', ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack',
      ports: [{ port: 80, targetPort: 80, protocol: 'TCP' }], clusterIPs: [created.spec.clusterIP],
    });
    expect(created.spec.externalTrafficPolicy).toBeUndefined();
    expect(created.status).toEqual({ loadBalancer: {} });
    expect(rig.row(created)).toMatchObject({ Type: 'ClusterIP', 'Cluster-IP': created.spec.clusterIP, 'External-IP': '<none>', 'Port(s)': '80/TCP', Selector: 'app=web' });
  });

  it('of another type gets what that type needs', () => {
    const rig = createApiRig();
    const created = rig.create(service({ type: 'LoadBalancer', sessionAffinity: 'ClientIP' }));
    expect(created.spec).toMatchObject({
      externalTrafficPolicy: 'Cluster', allocateLoadBalancerNodePorts: true, sessionAffinityConfig: { clientIP: { timeoutSeconds: 10800 } },
    });
    const nodePort = created.spec.ports?.[0]?.nodePort;
    expect(rig.row(created)).toMatchObject({ 'External-IP': '<pending>', 'Port(s)': `80:${nodePort}/TCP` });
    const ready = rig.controller.updateStatus({ ...created, status: { loadBalancer: { ingress: [{ ip: '203.0.113.7' }] } } });
    expect(rig.row(ready)['External-IP']).toBe('203.0.113.7');
  });

  it('that is headless has no address, and both families when somebody else writes its endpoints', () => {
    const rig = createApiRig();
    expect(rig.create(service({ clusterIP: 'None' })).spec).toMatchObject({ clusterIP: 'None', clusterIPs: ['None'], ipFamilyPolicy: 'SingleStack', ipFamilies: ['IPv4'] });
    const other = rig.create({ kind: 'Service', metadata: { name: 'db' }, spec: { clusterIP: 'None' } });
    expect(other.spec).toMatchObject({ ipFamilyPolicy: 'RequireDualStack', ipFamilies: ['IPv4', 'IPv6'] });
  });

  it('that stands for an outside name has neither address nor families', () => {
    const rig = createApiRig();
    const created = rig.create({ kind: 'Service', metadata: { name: 'db' }, spec: { type: 'ExternalName', externalName: 'db.example.com.' } });
    expect(created.spec).toEqual({ type: 'ExternalName', externalName: 'db.example.com.', sessionAffinity: 'None' });
    expect(rig.row(created)).toMatchObject({ 'Cluster-IP': '<none>', 'External-IP': 'db.example.com.', 'Port(s)': '<none>' });
  });

  it('may have a name that starts with a digit', () => {
    const rig = createApiRig();
    expect(rig.create({ ...service(), metadata: { name: '1password' } }).metadata.name).toBe('1password');
  });
});

describe('a Service is refused', () => {
  it.each<[JsonObject, string]>([
    [{ ports: [] }, 'spec.ports: Required value'],
    [{ ports: [http, { port: 81, name: 'b' }] }, 'spec.ports[0].name: Required value'],
    [{ ports: [{ port: 80, name: 'a' }, { port: 81, name: 'a' }] }, 'spec.ports[1].name: Duplicate value: "a"'],
    [
      { ports: [{ port: 80, name: 'a' }, { port: 80, name: 'b' }] },
      'spec.ports[1]: Duplicate value: {"Name":"","Protocol":"TCP","AppProtocol":null,"Port":80,"TargetPort":0,"NodePort":0}',
    ],
    [{ ports: [{ port: 70000, targetPort: 80 }] }, 'spec.ports[0].port: Invalid value: 70000: must be between 1 and 65535, inclusive'],
    [{ ports: [{ port: 80, targetPort: 'http-' }] }, 'spec.ports[0].targetPort: Invalid value: "http-": must not begin or end with a hyphen'],
    [{ ports: [{ port: 80, protocol: 'HTTP' }] }, 'spec.ports[0].protocol: Unsupported value: "HTTP": supported values: "SCTP", "TCP", "UDP"'],
    [{ ports: [{ port: 80, nodePort: 30080 }] }, "spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"],
    [{ type: 'NodePort', ports: [{ port: 80, name: 'a', nodePort: 30080 }, { port: 81, name: 'b', nodePort: 30080 }] }, 'spec.ports[1].nodePort: Duplicate value: 30080'],
    [{ type: 'NodePort', clusterIP: 'None' }, "spec.clusterIPs[0]: Invalid value: \"None\": may not be set to 'None' for NodePort services"],
    [{ type: 'Magic' }, 'spec.type: Unsupported value: "Magic": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"'],
    [{ type: 'ExternalName' }, 'spec.externalName: Required value'],
    [{ type: 'LoadBalancer', ports: [{ port: 10250 }] }, 'spec.ports[0]: Invalid value: 10250: may not expose port 10250 externally since it is used by kubelet'],
    [{ sessionAffinity: 'Cookie' }, 'spec.sessionAffinity: Unsupported value: "Cookie": supported values: "ClientIP", "None"'],
    [{ sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 90000 } } }, 'spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 90000: must be greater than 0 and less than 86400'],
    [{ externalTrafficPolicy: 'Local' }, 'spec.externalTrafficPolicy: Invalid value: "Local": may only be set for externally-accessible services'],
    [{ internalTrafficPolicy: 'Near' }, 'spec.internalTrafficPolicy: Unsupported value: "Near": supported values: "Cluster", "Local"'],
    [{ clusterIP: '10.96.1' }, 'spec.clusterIPs[0]: Invalid value: "10.96.1": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'],
    [{ ipFamilyPolicy: 'RequireDualStack' }, 'spec.ipFamilyPolicy: Invalid value: "RequireDualStack": this cluster is not configured for dual-stack services'],
    [{ ipFamilies: ['IPv4', 'IPv4'], ipFamilyPolicy: 'PreferDualStack' }, 'spec.ipFamilies[1]: Duplicate value: "IPv4"'],
    [{ clusterIP: '1.2.3.4' }, 'spec.clusterIPs: Invalid value: ["1.2.3.4"]: failed to allocate IP 1.2.3.4: the provided network does not match the current range'],
    [{ externalIPs: ['127.0.0.1'] }, 'spec.externalIPs[0]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)'],
    [{ loadBalancerSourceRanges: ['10.0.0.0/8'] }, "spec.loadBalancerSourceRanges: Forbidden: may only be used when `type` is 'LoadBalancer'"],
    [{ type: 'LoadBalancer', loadBalancerSourceRanges: ['10.0.0.0'] }, 'spec.loadBalancerSourceRanges[0]: Invalid value: "10.0.0.0": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'],
  ])('for %j', (spec, message) => {
    expect(refused(spec)).toBe(message);
  });
});

describe('an update of a Service', () => {
  const nodePortOf = (rig: ApiRig): number | undefined => rig.user.get('Service', 'default', 'web')?.spec.ports?.[0]?.nodePort;

  it('keeps the address and the node ports it does not speak of', () => {
    const rig = createApiRig();
    const created = rig.create(service({ type: 'NodePort' }));
    const updated = rig.update(service({ type: 'NodePort', ports: [{ port: 8080 }] }));
    expect(updated.spec).toMatchObject({ clusterIP: created.spec.clusterIP, clusterIPs: created.spec.clusterIPs, ports: [{ port: 8080, nodePort: created.spec.ports?.[0]?.nodePort }] });
  });

  it('that is the same again changes nothing', () => {
    const rig = createApiRig();
    const created = rig.create(service({ type: 'NodePort' }));
    expect(rig.update(service({ type: 'NodePort' }))).toBe(created);
  });

  it('gives up node ports with the type that had them', () => {
    const rig = createApiRig();
    const created = rig.create(service({ type: 'NodePort' }));
    expect(nodePortOf(rig)).toBeGreaterThan(0);
    const updated = rig.controller.update<'Service'>({ ...created, spec: { ...created.spec, type: 'ClusterIP' } });
    expect(updated.spec.ports).toEqual([{ port: 80, protocol: 'TCP', targetPort: 80 }]);
    expect(updated.spec).not.toHaveProperty('externalTrafficPolicy');
    expect(updated.spec.clusterIP).toBe(created.spec.clusterIP);
  });

  it('gives up its address when it becomes an outside name', () => {
    const rig = createApiRig();
    const { spec, ...rest } = rig.create(service());
    const updated = rig.user.update<'Service'>({ ...rest, spec: { ...spec, type: 'ExternalName', externalName: 'db.example.com' } });
    for (const field of ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy']) expect(updated.spec).not.toHaveProperty(field);
  });

  it('cannot change the address', () => {
    const rig = createApiRig();
    rig.create(service());
    expect(rig.refusal(() => rig.update(service({ clusterIP: '10.96.3.3' })))).toBe('spec.clusterIPs[0]: Invalid value: ["10.96.3.3"]: may not change once set');
    expect(rig.refusal(() => rig.update(service({ clusterIP: 'None' })))).toBe('spec.clusterIPs[0]: Invalid value: ["None"]: may not change once set');
  });
});
