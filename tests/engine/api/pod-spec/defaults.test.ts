import { describe, expect, it } from 'vitest';
import { defaultPodSpec } from '../../../../src/engine/api/pod-spec/defaults.ts';
import { defaultPodTemplate } from '../../../../src/engine/api/pod-spec/template.ts';
import { decoded, one } from './pod-fixture.ts';

const spec = (container = {}, more = {}) => decoded(one(container, more)).spec;
const firstContainer = (container = {}, more = {}) => defaultPodSpec(spec(container, more)).containers[0];

describe('a pod template', () => {
  const template = { metadata: { labels: { app: 'web' } }, spec: spec({ ports: [{ containerPort: 80 }], resources: { limits: { cpu: '1' } } }, { hostNetwork: true }) };

  it('gets what its pods would get', () => {
    expect(defaultPodTemplate(template)).toEqual({
      metadata: { labels: { app: 'web' } },
      spec: {
        containers: [{
          name: 'app', image: 'nginx:1.27', imagePullPolicy: 'IfNotPresent', terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File',
          ports: [{ containerPort: 80, protocol: 'TCP' }], resources: { limits: { cpu: '1' } },
        }],
        hostNetwork: true, dnsPolicy: 'ClusterFirst', restartPolicy: 'Always', securityContext: {}, terminationGracePeriodSeconds: 30, schedulerName: 'default-scheduler',
      },
    });
  });

  it('leaves to its pods what upstream fills in only there: requests, host ports, service links', () => {
    const [container] = defaultPodSpec(defaultPodTemplate(template).spec).containers;
    expect(container).toMatchObject({ ports: [{ containerPort: 80, hostPort: 80 }], resources: { requests: { cpu: '1' } } });
    expect(defaultPodSpec(template.spec).enableServiceLinks).toBe(true);
  });

  it('is the very same object when nothing is missing', () => {
    const once = defaultPodTemplate(template);
    expect(defaultPodTemplate(once)).toBe(once);
    expect(defaultPodTemplate(structuredClone(once))).toEqual(once);
  });
});

describe('the spec of a pod', () => {
  it('is computed once for all pods that are made from one', () => {
    const given = spec();
    const defaulted = defaultPodSpec(given);
    expect(defaultPodSpec(given)).toBe(defaulted);
    expect(defaultPodSpec(defaulted)).toBe(defaulted);
  });

  it('shares what did not change', () => {
    const complete = defaultPodSpec(spec({ env: [{ name: 'A', value: 'b' }] }));
    const copy = { ...complete };
    expect(defaultPodSpec(copy)).toBe(copy);
    const [container] = complete.containers;
    expect(defaultPodSpec({ ...complete, dnsPolicy: '' }).containers[0]).toBe(container);
  });

  it.each([
    ['nginx', 'Always'], ['nginx:latest', 'Always'], ['localhost:5000/app', 'Always'], ['nginx:1.27', 'IfNotPresent'], [`nginx@sha256:${'a'.repeat(64)}`, 'IfNotPresent'],
    ['Not An Image', 'IfNotPresent'],
  ])('pulls %s %s', (image, policy) => {
    expect(firstContainer({ image })?.imagePullPolicy).toBe(policy);
  });

  it('keeps what was asked for', () => {
    const asked = { terminationGracePeriodSeconds: 0, restartPolicy: 'Never', enableServiceLinks: false, serviceAccountName: 'robot', securityContext: { runAsUser: 0 } };
    expect(defaultPodSpec(spec({ imagePullPolicy: 'Never' }, asked))).toMatchObject({ ...asked, serviceAccount: 'robot', containers: [{ imagePullPolicy: 'Never' }] });
  });

  it('has probes and hooks with all their numbers, zero counting as unset', () => {
    const httpGet = { port: 80 };
    expect(firstContainer({ livenessProbe: { httpGet, periodSeconds: 0 }, readinessProbe: { grpc: { port: 1 }, timeoutSeconds: 7 }, lifecycle: { preStop: { httpGet } } })).toMatchObject({
      livenessProbe: { httpGet: { port: 80, path: '/', scheme: 'HTTP' }, timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 },
      readinessProbe: { grpc: { port: 1, service: '' }, timeoutSeconds: 7 },
      lifecycle: { preStop: { httpGet: { port: 80, path: '/', scheme: 'HTTP' } } },
    });
  });

  it('requests what is limited and not requested', () => {
    const resources = { limits: { cpu: '1', memory: '64Mi' }, requests: { cpu: '500m' } };
    expect(firstContainer({ resources })?.resources?.requests).toEqual({ cpu: '500m', memory: '64Mi' });
  });

  it('requests as a whole what its containers request together, or what it is limited to', () => {
    const container = { resources: { requests: { cpu: '500m' }, limits: { cpu: '1' } } };
    const requests = (resources: object) => defaultPodSpec(spec(container, { resources })).resources?.requests;
    expect(requests({ limits: { cpu: '2', memory: '1Gi' } })).toEqual({ cpu: '500m', memory: '1Gi' });
    expect(requests({ limits: { cpu: '2' }, requests: { cpu: '1' } })).toEqual({ cpu: '1' });
    expect(requests({ requests: { memory: '1Gi' } })).toEqual({ memory: '1Gi' });
  });

  it('has volumes with modes and kinds', () => {
    const fieldRef = { fieldPath: 'metadata.name' };
    const volumes = [
      { name: 'none' }, { name: 'config', configMap: { name: 'c' } }, { name: 'secret', secret: { secretName: 's', defaultMode: 0o400 } }, { name: 'host', hostPath: { path: '/' } },
      { name: 'down', downwardAPI: { items: [{ path: 'name', fieldRef }] } }, { name: 'all', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } },
      { name: 'claim', ephemeral: { volumeClaimTemplate: { spec: {} } } },
    ];
    expect(defaultPodSpec(spec({ env: [{ name: 'NAME', valueFrom: { fieldRef } }] }, { volumes }))).toMatchObject({
      containers: [{ env: [{ name: 'NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } }] }],
      volumes: [
        { name: 'none', emptyDir: {} }, { configMap: { name: 'c', defaultMode: 0o644 } }, { secret: { secretName: 's', defaultMode: 0o400 } }, { hostPath: { path: '/', type: '' } },
        { downwardAPI: { defaultMode: 0o644, items: [{ fieldRef: { apiVersion: 'v1' } }] } }, { projected: { defaultMode: 0o644, sources: [{ serviceAccountToken: { expirationSeconds: 3600 } }] } },
        { ephemeral: { volumeClaimTemplate: { spec: { volumeMode: 'Filesystem' } } } },
      ],
    });
  });
});
