import '../../../../src/engine/api/schema/late-structure-table.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { podDefinition } from '../../../../src/engine/api/kinds/pod.ts';
import { podValidation } from '../../../../src/engine/api/kinds/pod-validation.ts';
import { decodeObject } from '../../../../src/engine/api/schema/decode.ts';
import type { JsonObject } from '../../../../src/engine/json.ts';
import { propertyOptions } from '../../../property-settings.ts';
import type { Pod } from './pod-fixture.ts';

const text = fc.oneof(fc.constantFrom('', 'a', 'A b', '/x/../y', 'Always', 'Exists', '1', '-1', '<b>', '__proto__'), fc.string({ maxLength: 8 }));
const number = fc.constantFrom(-1, 0, 1, 80, 70_000, 2 ** 40);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 3 });
const record = (fields: Readonly<Record<string, fc.Arbitrary<unknown>>>) => fc.record(Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, maybe(value)])));
const list = (item: fc.Arbitrary<unknown>) => fc.array(fc.oneof({ weight: 9, arbitrary: item }, { weight: 1, arbitrary: fc.constant(null) }), { maxLength: 3 });
const amounts = fc.dictionary(fc.constantFrom('cpu', 'memory', 'hugepages-2Mi', 'gpu', 'a.b/c', '__proto__'), fc.constantFrom('1', '-1', '500m', '2Mi', '1e3'), { maxKeys: 3 });
const key = record({ name: text, key: text });
const handler = { exec: record({ command: list(text) }), httpGet: record({ path: text, port: fc.oneof(number, text), scheme: text }), tcpSocket: record({ port: fc.oneof(number, text) }) };
const probe = record({ ...handler, periodSeconds: number, successThreshold: number, terminationGracePeriodSeconds: number });
const container = record({
  name: text, image: text, imagePullPolicy: text, restartPolicy: text, livenessProbe: probe, readinessProbe: probe, lifecycle: record({ preStop: record({ ...handler, sleep: record({ seconds: number }) }) }),
  ports: list(record({ name: text, containerPort: number, hostPort: number, protocol: text })), resources: record({ limits: amounts, requests: amounts, claims: list(record({ name: text, request: text })) }),
  env: list(record({ name: text, value: text, valueFrom: record({ fieldRef: record({ fieldPath: text }), resourceFieldRef: record({ resource: text, divisor: fc.constantFrom('1', '2m') }), configMapKeyRef: key }) })),
  envFrom: list(record({ prefix: text, secretRef: record({ name: text }) })), volumeMounts: list(record({ name: text, mountPath: text, subPath: text, mountPropagation: text, recursiveReadOnly: text })),
  volumeDevices: list(record({ name: text, devicePath: text })), securityContext: record({ runAsUser: number, privileged: fc.boolean(), seccompProfile: record({ type: text }) }),
});
const items = list(record({ key: text, path: text, mode: number }));
const volume = record({
  name: text, emptyDir: record({ sizeLimit: fc.constantFrom('-1', '1Gi') }), configMap: record({ name: text, items, defaultMode: number }), hostPath: record({ path: text, type: text }), nfs: record({ server: text }),
  iscsi: record({ iqn: text }), ephemeral: record({ volumeClaimTemplate: record({ spec: record({}) }) }), image: record({ reference: text }),
  projected: record({ sources: list(record({ secret: record({ name: text, items }), downwardAPI: record({ items: list(record({ path: text, fieldRef: record({ fieldPath: text }) })) }) })) }),
});
const selector = record({ matchLabels: fc.dictionary(text, text, { maxKeys: 2 }), matchExpressions: list(record({ key: text, operator: text, values: list(text) })) });
const term = record({ topologyKey: text, labelSelector: selector, namespaces: list(text), matchLabelKeys: list(text) });
const nodeTerm = record({ matchExpressions: list(record({ key: text, operator: text, values: list(text) })), matchFields: list(record({ key: text, operator: text, values: list(text) })) });
const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const spec = record({
  containers: list(container), initContainers: list(container), volumes: list(volume), restartPolicy: text, hostNetwork: fc.boolean(), hostUsers: fc.boolean(), nodeSelector: fc.dictionary(text, text, { maxKeys: 2 }),
  tolerations: list(record({ key: text, operator: text, value: text, effect: text, tolerationSeconds: number })), activeDeadlineSeconds: number, terminationGracePeriodSeconds: number, schedulingGates: list(record({ name: text })),
  topologySpreadConstraints: list(record({ maxSkew: number, topologyKey: text, whenUnsatisfiable: text, labelSelector: selector, minDomains: number, matchLabelKeys: list(text) })),
  affinity: record({ nodeAffinity: record({ [REQUIRED]: record({ nodeSelectorTerms: list(nodeTerm) }) }), podAffinity: record({ [REQUIRED]: list(term) }) }), dnsConfig: record({ nameservers: list(text), searches: list(text) }),
  hostAliases: list(record({ ip: text, hostnames: list(text) })), securityContext: record({ fsGroup: number, sysctls: list(record({ name: text, value: text })) }), resources: record({ limits: amounts }), overhead: amounts,
});

function decode(sent: unknown): Pod {
  const plain = JSON.parse(JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'default', resourceVersion: '1' }, spec: sent })) as JsonObject;
  return decodeObject('Pod', plain).object as unknown as Pod;
}

it('whatever decodes as a pod is defaulted once and judged, on creation and on change', () => {
  fc.assert(fc.property(spec, spec, (before, after) => {
    const previous = podDefinition.applyDefaults(podDefinition.prepareForCreate(decode(before)));
    const copy = structuredClone(previous);
    expect(podDefinition.applyDefaults(copy)).toBe(copy);
    const next = podDefinition.applyDefaults(podDefinition.prepareForUpdate(decode(after), previous));
    for (const error of [...podValidation.validateCreate(previous), ...podValidation.validateUpdate(next, previous)]) {
      expect(error.message).toMatch(/^[^ ]/);
      expect(error.path.length).toBeGreaterThan(0);
    }
    expect(podValidation.validateCreate(structuredClone(previous))).toEqual(podValidation.validateCreate(previous));
    expect(podValidation.validateUpdate(previous, copy)).toEqual(podValidation.validateUpdate(copy, previous));
  }), propertyOptions(150));
});
