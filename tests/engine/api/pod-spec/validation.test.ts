import { describe, expect, it } from 'vitest';
import { defaultPodTemplate } from '../../../../src/engine/api/pod-spec/template.ts';
import { validatePodTemplate } from '../../../../src/engine/api/pod-spec/validation-template.ts';
import { fieldPath } from '../../../../src/engine/api/validation/field-error.ts';
import { decoded, one, problems } from './pod-fixture.ts';

const AT = 'spec.containers[0]';

describe('a good pod', () => {
  it('has no problems', () => {
    expect(problems(one())).toEqual([]);
    expect(problems(one({
      command: ['sh'], ports: [{ name: 'http', containerPort: 80 }], env: [{ name: 'A', value: 'b' }, { name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }],
      envFrom: [{ configMapRef: { name: 'config' } }], resources: { requests: { cpu: '100m' }, limits: { cpu: '1', memory: '64Mi' } }, lifecycle: { preStop: { sleep: { seconds: 5 } } },
      livenessProbe: { httpGet: { path: '/', port: 'http' } }, startupProbe: { exec: { command: ['true'] } }, readinessProbe: { tcpSocket: { port: 80 }, successThreshold: 2 },
      volumeMounts: [{ name: 'data', mountPath: '/data', subPath: 'a/b' }], securityContext: { runAsUser: 1000, allowPrivilegeEscalation: false },
    }, {
      initContainers: [{ name: 'side', image: 'busybox', restartPolicy: 'Always', startupProbe: { exec: { command: ['true'] } } }],
      volumes: [{ name: 'data', emptyDir: { sizeLimit: '1Gi' } }], tolerations: [{ operator: 'Exists' }], nodeSelector: { disk: 'ssd' },
      topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { app: 'web' } }, minDomains: 2 }],
      affinity: {
        nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'cpus', operator: 'Gt', values: ['4'] }] }] } },
        podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: { topologyKey: 'zone', labelSelector: {} } }] },
      },
      dnsConfig: { nameservers: ['10.0.0.1', '2001:db8::1'], searches: ['_tcp.example.com.', '.'] }, hostAliases: [{ ip: '::1', hostnames: ['db.local'] }],
    }))).toEqual([]);
  });
});

describe('containers', () => {
  it('must be there, with a name and an image', () => {
    expect(problems({})).toEqual(['spec.containers: Required value']);
    expect(problems({ containers: [{}] })).toEqual([`${AT}.name: Required value`, `${AT}.image: Required value`]);
    expect(problems(one({ image: ' nginx' }))).toEqual([`${AT}.image: Invalid value: " nginx": must not have leading or trailing whitespace`]);
    expect(problems(one({ name: 'a.b' }))).toEqual([`${AT}.name: Invalid value: "a.b": must not contain dots`]);
  });

  it('have names of their own', () => {
    const two = [{ name: 'a', image: 'x' }, { name: 'a', image: 'x' }];
    expect(problems({ containers: two })).toEqual(['spec.containers[1].name: Duplicate value: "a"']);
    expect(problems({ containers: [two[0] ?? {}], initContainers: [two[0] ?? {}] })).toEqual(['spec.initContainers[0].name: Duplicate value: "a"']);
  });

  it('have policies Kubernetes knows', () => {
    expect(problems(one({ imagePullPolicy: 'Sometimes', terminationMessagePolicy: 'Log', restartPolicy: 'Once' }, { restartPolicy: 'X', dnsPolicy: 'Y' }))).toEqual([
      `${AT}.terminationMessagePolicy: Unsupported value: "Log": supported values: "File", "FallbackToLogsOnError"`,
      `${AT}.imagePullPolicy: Unsupported value: "Sometimes": supported values: "Always", "IfNotPresent", "Never"`,
      `${AT}.restartPolicy: Unsupported value: "Once": supported values: "Always", "OnFailure", "Never"`,
      'spec.restartPolicy: Unsupported value: "X": supported values: "Always", "OnFailure", "Never"',
      'spec.dnsPolicy: Unsupported value: "Y": supported values: "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"',
    ]);
  });

  it('that only initialize have neither hooks nor probes', () => {
    const exec = { exec: { command: ['true'] } };
    const init = { name: 'init', image: 'x', livenessProbe: exec, lifecycle: { preStop: exec } };
    expect(problems(one({}, { initContainers: [init] }))).toEqual([
      'spec.initContainers[0].lifecycle: Forbidden: may not be set for init containers without restartPolicy=Always',
      'spec.initContainers[0].livenessProbe: Forbidden: may not be set for init containers without restartPolicy=Always',
    ]);
    expect(problems(one({}, { initContainers: [{ ...init, restartPolicy: 'Always' }] }))).toEqual([]);
  });
});

describe('ports', () => {
  it('are numbers in range with names that are short and unique', () => {
    expect(problems(one({ ports: [{ containerPort: 70000 }, { containerPort: 0 }, { containerPort: 1, name: 'UP' }, { containerPort: 2, name: 'a', protocol: 'ICMP' }, { containerPort: 3, name: 'a', hostPort: -1 }] }))).toEqual([
      `${AT}.ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive`,
      `${AT}.ports[1].containerPort: Required value`,
      `${AT}.ports[2].name: Invalid value: "UP": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)`,
      `${AT}.ports[2].name: Invalid value: "UP": must contain at least one letter (a-z)`,
      `${AT}.ports[3].protocol: Unsupported value: "ICMP": supported values: "SCTP", "TCP", "UDP"`,
      `${AT}.ports[4].name: Duplicate value: "a"`,
      `${AT}.ports[4].hostPort: Invalid value: -1: must be between 1 and 65535, inclusive`,
    ]);
  });

  it('of the host are given once', () => {
    const ports = [{ containerPort: 80, hostPort: 8080 }];
    expect(problems({ containers: [{ name: 'a', image: 'x', ports }, { name: 'b', image: 'x', ports }] })).toEqual(['spec.containers[1].ports[0].hostPort: Duplicate value: "TCP//8080"']);
    expect(problems(one({ ports }, { hostNetwork: true }))).toEqual([`${AT}.ports[0].hostPort: Invalid value: 8080: must match \`containerPort\` when \`hostNetwork\` is true`]);
  });
});

describe('probes and hooks', () => {
  it('have exactly one handler', () => {
    expect(problems(one({ livenessProbe: {}, readinessProbe: { exec: { command: ['x'] }, tcpSocket: { port: 1 } }, lifecycle: { postStart: {} } }))).toEqual([
      `${AT}.lifecycle.postStart: Required value: must specify a handler type`,
      `${AT}.livenessProbe: Required value: must specify a handler type`,
      `${AT}.readinessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type`,
    ]);
  });

  it('have handlers that can work and numbers that are not negative', () => {
    expect(problems(one({
      livenessProbe: { httpGet: { port: 0, scheme: 'FTP', httpHeaders: [{ name: 'a b', value: '' }] }, successThreshold: 2, periodSeconds: -1 },
      startupProbe: { exec: {}, terminationGracePeriodSeconds: 0 },
      readinessProbe: { tcpSocket: { port: 'no_name' }, terminationGracePeriodSeconds: 5 },
      lifecycle: { preStop: { sleep: { seconds: 31 } } },
    }))).toEqual([
      `${AT}.lifecycle.preStop.sleep: Invalid value: 31: must be non-negative and less than terminationGracePeriodSeconds (30)`,
      `${AT}.livenessProbe.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive`,
      `${AT}.livenessProbe.httpGet.scheme: Unsupported value: "FTP": supported values: "HTTP", "HTTPS"`,
      `${AT}.livenessProbe.httpGet.httpHeaders: Invalid value: "a b": a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')`,
      `${AT}.livenessProbe.periodSeconds: Invalid value: -1: must be greater than or equal to 0`,
      `${AT}.livenessProbe.successThreshold: Invalid value: 2: must be 1`,
      `${AT}.readinessProbe.tcpSocket.port: Invalid value: "no_name": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)`,
      `${AT}.readinessProbe.terminationGracePeriodSeconds: Invalid value: 5: must not be set for readinessProbes`,
      `${AT}.startupProbe.exec.command: Required value`,
      `${AT}.startupProbe.terminationGracePeriodSeconds: Invalid value: 0: must be greater than 0`,
    ]);
  });
});

describe('resources', () => {
  it('are requested up to their limits', () => {
    expect(problems(one({ resources: { requests: { cpu: '2', memory: '64Mi' }, limits: { cpu: '1', memory: '64Mi' } } }))).toEqual([
      `${AT}.resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1`,
    ]);
  });

  it('have names and amounts that mean something', () => {
    expect(problems(one({ resources: { limits: { cpu: '-1', gpu: '1', 'nvidia.com/gpu': '500m' } } }))).toEqual([
      `${AT}.resources.limits[cpu]: Invalid value: "-1": must be greater than or equal to 0`,
      `${AT}.resources.limits[gpu]: Invalid value: "gpu": must be a standard resource type or fully qualified`,
      `${AT}.resources.limits[gpu]: Invalid value: "gpu": must be a standard resource for containers`,
      `${AT}.resources.limits[nvidia.com/gpu]: Invalid value: "500m": must be an integer`,
      `${AT}.resources.requests[cpu]: Invalid value: "-1": must be greater than or equal to 0`,
      `${AT}.resources.requests[gpu]: Invalid value: "gpu": must be a standard resource type or fully qualified`,
      `${AT}.resources.requests[gpu]: Invalid value: "gpu": must be a standard resource for containers`,
      `${AT}.resources.requests[nvidia.com/gpu]: Invalid value: "500m": must be an integer`,
    ]);
    expect(problems(one({ resources: { requests: { 'nvidia.com/gpu': '1' } } }))).toEqual([`${AT}.resources.limits: Required value: Limit must be set for non overcommitable resources`]);
    expect(problems(one({ resources: { limits: { 'hugepages-2Mi': '3Mi' }, requests: { 'hugepages-2Mi': '2Mi' } } }))).toEqual([
      `${AT}.resources.limits[hugepages-2Mi]: Invalid value: "3Mi": 3Mi is not positive integer multiple of hugepages-2Mi`,
      `${AT}.resources.requests: Invalid value: "2Mi": must be equal to hugepages-2Mi limit of 3Mi`,
      `${AT}.resources: Forbidden: HugePages require cpu or memory`,
    ]);
    expect(problems(one({ resources: { claims: [{ name: 'gpu' }] } }))).toEqual([
      `${AT}.resources.claims[0]: Not found: "gpu": must be one of the names in pod.spec.resourceClaims which is empty`,
    ]);
  });
});

describe('environment variables', () => {
  it('have a name and one source', () => {
    const configMapKeyRef = { name: 'c', key: 'k' };
    expect(problems(one({ env: [{}, { name: 'a=b' }, { name: 'A', valueFrom: {} }, { name: 'B', value: 'x', valueFrom: { configMapKeyRef } }, { name: 'C', valueFrom: { configMapKeyRef, secretKeyRef: { name: 's', key: '' } } }] }))).toEqual([
      `${AT}.env[0].name: Required value`,
      `${AT}.env[1].name: Invalid value: "a=b": a valid environment variable name must consist only of printable ASCII characters other than '='`,
      `${AT}.env[2].valueFrom: Invalid value: "": must specify one of: \`fieldRef\`, \`resourceFieldRef\`, \`configMapKeyRef\`, \`secretKeyRef\` or \`fileKeyRef\``,
      `${AT}.env[3].valueFrom: Invalid value: "": may not be specified when \`value\` is not empty`,
      `${AT}.env[4].valueFrom.secretKeyRef.key: Required value`,
      `${AT}.env[4].valueFrom: Invalid value: "": may not have more than one field specified at a time`,
    ]);
  });

  it('refer to what a pod has', () => {
    const from = (valueFrom: object) => problems(one({ env: [{ name: 'A', valueFrom: valueFrom as Record<string, never> }] }));
    expect(from({ fieldRef: { fieldPath: 'status.color' } })).toEqual([`${AT}.env[0].valueFrom.fieldRef.fieldPath: Invalid value: "status.color": error converting fieldPath: field label not supported: status.color`]);
    expect(from({ fieldRef: { fieldPath: 'status.phase' } })[0]).toMatch(/fieldPath: Unsupported value: "status.phase": supported values: "metadata.name", "metadata.namespace", "metadata.uid"/);
    expect(from({ fieldRef: { fieldPath: "metadata.labels['app']" } })).toEqual([]);
    expect(from({ fieldRef: { fieldPath: "spec.nodeName['x']" } })).toEqual([`${AT}.env[0].valueFrom.fieldRef.fieldPath: Invalid value: "spec.nodeName['x']": error converting fieldPath: field label does not support subscript: spec.nodeName`]);
    expect(from({ resourceFieldRef: { resource: 'limits.cpu', divisor: '2' } })).toEqual([`${AT}.env[0].valueFrom.resourceFieldRef.divisor: Invalid value: "limits.cpu": only divisor's values 1m and 1 are supported with the cpu resource`]);
    expect(from({ resourceFieldRef: { resource: 'limits.pods' } })[0]).toMatch(/resource: Unsupported value: "limits.pods"/);
    expect(problems(one({ envFrom: [{}] }))).toEqual([`${AT}.envFrom: Invalid value: "": must specify one of: \`configMapRef\` or \`secretRef\``]);
  });
});

describe('volumes', () => {
  it('have one source with what it needs', () => {
    expect(problems(one({}, {
      volumes: [
        { name: 'a', emptyDir: {}, configMap: { name: 'c' } }, { name: 'b', secret: { defaultMode: 512 } }, { name: 'c', hostPath: { path: '/a/../b', type: 'Dir' } }, { name: 'd', persistentVolumeClaim: {} },
        { name: 'e', configMap: { name: 'c', items: [{ key: 'k', path: '/abs' }] } }, { name: 'f', nfs: { server: 's', path: 'rel' } }, { name: 'g', emptyDir: {} }, { name: 'g', emptyDir: {} }, { emptyDir: {} },
      ],
    }))).toEqual([
      'spec.volumes[0].configMap: Forbidden: may not specify more than 1 volume type',
      'spec.volumes[1].secret.secretName: Required value',
      'spec.volumes[1].secret.defaultMode: Invalid value: 512: must be a number between 0 and 0777 (octal), both inclusive',
      'spec.volumes[2].hostPath.path: Invalid value: "/a/../b": must not contain \'..\'',
      'spec.volumes[2].hostPath.type: Unsupported value: "Dir": supported values: "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"',
      'spec.volumes[3].persistentVolumeClaim.claimName: Required value',
      'spec.volumes[4].configMap.items[0].path: Invalid value: "/abs": must be a relative path',
      'spec.volumes[5].nfs.path: Invalid value: "rel": must be an absolute path',
      'spec.volumes[7].name: Duplicate value: "g"',
      'spec.volumes[8].name: Required value',
    ]);
  });

  it('of several sources do not write one file twice', () => {
    const items = [{ key: 'k', path: 'file' }];
    expect(problems(one({}, { volumes: [{ name: 'v', projected: { sources: [{ configMap: { name: 'a', items } }, { secret: { name: 'b', items } }, { serviceAccountToken: { path: 't', expirationSeconds: 1 } }] } }] }))).toEqual([
      'spec.volumes[0].projected: Invalid value: "b": conflicting duplicate paths',
      'spec.volumes[0].projected.sources[2].serviceAccountToken.expirationSeconds: Invalid value: 1: may not specify a duration less than 10 minutes',
      'spec.volumes[0].projected.sources[2].serviceAccountToken: Forbidden: must not be specified when serviceAccountName is not set',
    ]);
  });

  it('are mounted by name, each at its own place', () => {
    const mounts = [{ name: 'x', mountPath: '/a' }, { name: 'v', mountPath: '/b' }, { name: 'v', mountPath: '/b' }, { name: 'v', mountPath: '/c', subPath: '../d', mountPropagation: 'Bidirectional' }, { name: 'v', mountPath: '/d', recursiveReadOnly: 'Enabled' }];
    expect(problems(one({ volumeMounts: mounts, volumeDevices: [{ name: 'v', devicePath: '/dev/x' }] }, { volumes: [{ name: 'v', emptyDir: {} }] }))).toEqual([
      `${AT}.volumeMounts[0].name: Not found: "x"`,
      `${AT}.volumeMounts[1].name: Invalid value: "v": must not already exist in volumeDevices`,
      `${AT}.volumeMounts[2].mountPath: Invalid value: "/b": must be unique`,
      `${AT}.volumeMounts[2].name: Invalid value: "v": must not already exist in volumeDevices`,
      `${AT}.volumeMounts[3].name: Invalid value: "v": must not already exist in volumeDevices`,
      `${AT}.volumeMounts.subPath: Invalid value: "../d": must not contain '..'`,
      `${AT}.volumeMounts.mountPropagation: Forbidden: Bidirectional mount propagation is available only to privileged containers`,
      `${AT}.volumeMounts[4].name: Invalid value: "v": must not already exist in volumeDevices`,
      `${AT}.volumeMounts.recursiveReadOnly: Forbidden: may only be specified when readOnly is true`,
      `${AT}.volumeDevices[0].name: Invalid value: "v": can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode`,
      `${AT}.volumeDevices[0].name: Invalid value: "v": must not already exist in volumeMounts`,
    ]);
  });
});

describe('where a pod may run', () => {
  it('is told by tolerations that make sense', () => {
    expect(problems(one({}, { tolerations: [{ value: 'v' }, { key: 'a', operator: 'Exists', value: 'v' }, { key: 'a', operator: 'Like' }, { key: 'a', effect: 'Flee' }, { key: 'a', tolerationSeconds: 1 }] }))).toEqual([
      'spec.tolerations[0].operator: Invalid value: "": operator must be Exists when `key` is empty, which means "match all values and all keys"',
      'spec.tolerations[1].operator: Invalid value: "v": value must be empty when `operator` is \'Exists\'',
      'spec.tolerations[2].operator: Unsupported value: "Like": supported values: "Equal", "Exists"',
      'spec.tolerations[3].effect: Unsupported value: "Flee": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
      'spec.tolerations[4].effect: Invalid value: "": effect must be \'NoExecute\' when `tolerationSeconds` is set',
    ]);
  });

  it('is told by spread constraints that make sense', () => {
    const constraint = { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway' };
    expect(problems(one({}, { topologySpreadConstraints: [{ ...constraint, maxSkew: 0, minDomains: 1 }, { ...constraint, matchLabelKeys: ['a'] }, { maxSkew: 1, topologyKey: '', whenUnsatisfiable: 'Panic', nodeTaintsPolicy: 'X' }] }))).toEqual([
      'spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero',
      'spec.topologySpreadConstraints[0].{topologyKey, whenUnsatisfiable}: Duplicate value: "{zone, ScheduleAnyway}"',
      'spec.topologySpreadConstraints[0].minDomains: Invalid value: 1: can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ScheduleAnyway',
      'spec.topologySpreadConstraints[1].matchLabelKeys: Forbidden: must not be specified when labelSelector is not set',
      'spec.topologySpreadConstraints[2].topologyKey: Required value: can not be empty',
      'spec.topologySpreadConstraints[2].whenUnsatisfiable: Unsupported value: "Panic": supported values: "DoNotSchedule", "ScheduleAnyway"',
      'spec.topologySpreadConstraints[2].nodeTaintsPolicy: Unsupported value: "X": supported values: "Honor", "Ignore"',
    ]);
  });

  it('is told by affinities that make sense', () => {
    const NODE = 'spec.affinity.nodeAffinity';
    const required = (nodeSelectorTerms: object[]) => ({ affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: nodeSelectorTerms as Record<string, never>[] } } } });
    expect(problems(one({}, required([])))).toEqual([`${NODE}.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term`]);
    const terms = [{ matchExpressions: [{ key: 'a', operator: 'In' }, { key: 'a', operator: 'Gt', values: ['1', '2'] }, { key: 'a', operator: 'Is' }], matchFields: [{ key: 'metadata.uid', operator: 'In', values: ['x'] }] }];
    const TERM = `${NODE}.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]`;
    expect(problems(one({}, required(terms)))).toEqual([
      `${TERM}.matchExpressions[0].values: Required value: must be specified when \`operator\` is 'In' or 'NotIn'`,
      `${TERM}.matchExpressions[1].values: Required value: must be specified single value when \`operator\` is 'Lt' or 'Gt'`,
      `${TERM}.matchExpressions[2].operator: Invalid value: "Is": not a valid selector operator`,
      `${TERM}.matchFields[0].key: Invalid value: "metadata.uid": not a valid field selector key`,
    ]);
    const podAffinity = { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 101, podAffinityTerm: { topologyKey: 'zone' } }], requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'zone', matchLabelKeys: ['a'] }] };
    expect(problems(one({}, { affinity: { podAffinity } }))).toEqual([
      'spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].matchLabelKeys: Forbidden: must not be specified when labelSelector is not set',
      'spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 101: must be in the range 1-100',
    ]);
  });
});

describe('the rest of a pod', () => {
  it('is checked too', () => {
    expect(problems(one({ securityContext: { runAsUser: -1, allowPrivilegeEscalation: false, privileged: true, seccompProfile: { type: 'Localhost' } } }, {
      activeDeadlineSeconds: 0, hostname: 'a.b', nodeName: 'node-1', schedulingGates: [{ name: 'wait' }, { name: 'wait' }], dnsPolicy: 'None', hostAliases: [{ ip: '1.2.3.256' }],
      securityContext: { fsGroup: -1, sysctls: [{ name: 'A', value: '' }], appArmorProfile: { type: 'RuntimeDefault', localhostProfile: 'x' } }, hostUsers: false, hostPID: true, shareProcessNamespace: true,
      os: { name: 'plan9' }, preemptionPolicy: 'Maybe', runtimeClassName: 'A',
    }), { annotations: { 'controller.kubernetes.io/pod-deletion-cost': '1.5' } })).toEqual([
      'metadata.annotations[controller.kubernetes.io/pod-deletion-cost]: Invalid value: "1.5": must be a 32bit integer',
      `${AT}.securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive`,
      `${AT}.securityContext.seccompProfile.localhostProfile: Required value: must be set when seccomp type is Localhost`,
      `${AT}.securityContext: Invalid value: {"Capabilities":null,"Privileged":true,"SELinuxOptions":null,"WindowsOptions":null,"RunAsUser":-1,"RunAsGroup":null,"RunAsNonRoot":null,"ReadOnlyRootFilesystem":null,"AllowPrivilegeEscalation":false,"ProcMount":null,"SeccompProfile":{"Type":"Localhost","LocalhostProfile":null},"AppArmorProfile":null}: cannot set \`allowPrivilegeEscalation\` to false and \`privileged\` to true`,
      'spec.securityContext.fsGroup: Invalid value: -1: must be between 0 and 2147483647, inclusive',
      'spec.securityContext.shareProcessNamespace: Invalid value: true: ShareProcessNamespace and HostPID cannot both be enabled',
      'spec.securityContext.sysctls[0].name: Invalid value: "A": must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$',
      'spec.securityContext.appArmorProfile.localhostProfile: Invalid value: "x": can only be set when AppArmor type is Localhost',
      'spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None',
      'spec.schedulingGates[1]: Duplicate value: "wait"',
      'spec.HostPID: Forbidden: when `pod.Spec.HostUsers` is false',
      'spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive',
      'spec.hostname: Invalid value: "a.b": must not contain dots',
      'spec.hostAliases[0].ip: Invalid value: "1.2.3.256": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
      'spec.runtimeClassName: Invalid value: "A": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, \'-\' or \'.\', and must start and end with an alphanumeric character (e.g. \'example.com\', regex used for validation is \'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\')',
      'spec.preemptionPolicy: Unsupported value: "Maybe": supported values: "PreemptLowerPriority", "Never"',
      'spec.os: Unsupported value: "plan9": supported values: "linux", "windows"',
      'spec.nodeName: Forbidden: cannot be set until all schedulingGates have been cleared',
    ]);
  });
});

describe('a pod that says which operating system it is for', () => {
  const pod = (name: string) => one({ securityContext: { runAsUser: 1, windowsOptions: { runAsUserName: 'x' } } }, { os: { name }, hostPID: true, securityContext: { fsGroup: 3, windowsOptions: { hostProcess: false } } });

  it('has no fields of the other', () => {
    expect(problems(pod('windows'))).toEqual(['spec.hostPID', 'spec.securityContext.fsGroup', `${AT}.securityContext.runAsUser`].map((field) => `${field}: Forbidden: cannot be set for a windows pod`));
    expect(problems(pod('linux'))).toEqual(['spec', AT].map((field) => `${field}.securityContext.windowsOptions: Forbidden: windows options cannot be set for a linux pod`));
  });
});

describe('a template', () => {
  const validate = (template: Parameters<typeof defaultPodTemplate>[0]) => validatePodTemplate(defaultPodTemplate(template), fieldPath('spec', 'template'));

  it('has labels whose problems are where they stand, in words that leave out metadata as upstream does', () => {
    const [error] = validate({ metadata: { labels: { app: 'a b' } }, spec: decoded(one()).spec });
    expect(error?.message).toMatch(/^spec\.template\.labels: Invalid value: "a b": a valid label must be/);
    expect(error?.path).toEqual(['spec', 'template', 'metadata', 'labels']);
  });

  it('may leave to its pods what they must observe', () => {
    expect(validate({ spec: decoded(one({ image: 'nginx ', ports: [{ containerPort: 80 }] }, { hostNetwork: true })).spec })).toEqual([]);
    expect(validate({ spec: decoded(one({ image: '' })).spec }).map(({ message }) => message)).toEqual(['spec.template.spec.containers[0].image: Required value']);
  });
});
