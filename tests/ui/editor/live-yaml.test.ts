import { describe, expect, it } from 'vitest';
import { liveYaml } from '../../../src/ui/editor/live-yaml.ts';
import { readManifest } from '../../../src/ui/editor/manifest/manifest.ts';

const LIVE = {
  kind: 'Deployment',
  status: { replicas: 3 },
  spec: { replicas: 3, template: { metadata: { labels: { on: 'yes', version: '1.10' } }, spec: { containers: [{ name: 'a', args: ['0777', 'no'] }] } } },
  metadata: {
    name: 'web', namespace: 'default', uid: 'u', resourceVersion: '7', generation: 2, creationTimestamp: '2026-01-01T00:00:00Z', managedFields: [{}],
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}', note: 'kept' },
  },
  apiVersion: 'apps/v1',
};

describe('a live object as a manifest', () => {
  it('comes without status and what the cluster manages, identity first', () => {
    expect(liveYaml(LIVE)).toBe(`apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: default
  annotations:
    note: kept
spec:
  replicas: 3
  template:
    metadata:
      labels:
        "on": "yes"
        version: "1.10"
    spec:
      containers:
      - name: a
        args:
        - "0777"
        - "no"
`);
  });

  it('of one that was asked to go says nothing of that', () => {
    const leaving = { ...LIVE, metadata: { ...LIVE.metadata, deletionTimestamp: '2026-01-01T00:01:00Z', deletionGracePeriodSeconds: 30, finalizers: ['kubarium.dev/hold'] } };
    const { metadata } = readManifest(liveYaml(leaving)).objects[0]?.object ?? {};
    expect(Object.keys(metadata as object)).toEqual(['name', 'namespace', 'annotations', 'finalizers']);
  });

  it('is read back as the same object', () => {
    const { status: _status, ...rest } = LIVE;
    const { name, namespace } = LIVE.metadata;
    expect(readManifest(liveYaml(LIVE)).objects[0]?.object).toEqual({ ...rest, metadata: { name, namespace, annotations: { note: 'kept' } } });
  });
});
