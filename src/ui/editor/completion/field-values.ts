import { modelAt } from '../../../engine/api/schema/lookup.ts';
import { modelStructure, type FieldType } from '../../../engine/api/schema/structure-table.ts';
import type { FieldPath } from '../manifest/field-place.ts';

/**
 * Values of Kubernetes' named string types, the usual one first (`staging/src/k8s.io/api/core/v1/types.go`, `apps/v1/types.go`,
 * `apimachinery/pkg/apis/meta/v1/types.go`). Keyed by the type's name in Go.
 */
const ENUMS: Readonly<Record<string, readonly string[]>> = {
  'v1.PullPolicy': ['IfNotPresent', 'Always', 'Never'],
  'v1.RestartPolicy': ['Always', 'OnFailure', 'Never'],
  'v1.ContainerRestartPolicy': ['Always', 'OnFailure', 'Never'],
  'v1.Protocol': ['TCP', 'UDP', 'SCTP'],
  'v1.ServiceType': ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'],
  'v1.ServiceAffinity': ['None', 'ClientIP'],
  'v1.ServiceInternalTrafficPolicy': ['Cluster', 'Local'],
  'v1.ServiceExternalTrafficPolicy': ['Cluster', 'Local'],
  'v1.IPFamily': ['IPv4', 'IPv6'],
  'v1.IPFamilyPolicy': ['SingleStack', 'PreferDualStack', 'RequireDualStack'],
  'v1.DeploymentStrategyType': ['RollingUpdate', 'Recreate'],
  'v1.URIScheme': ['HTTP', 'HTTPS'],
  'v1.TerminationMessagePolicy': ['File', 'FallbackToLogsOnError'],
  'v1.DNSPolicy': ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'],
  'v1.PreemptionPolicy': ['PreemptLowerPriority', 'Never'],
  'v1.LabelSelectorOperator': ['In', 'NotIn', 'Exists', 'DoesNotExist'],
  'v1.NodeSelectorOperator': ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'],
  'v1.TolerationOperator': ['Equal', 'Exists'],
  'v1.TaintEffect': ['NoSchedule', 'PreferNoSchedule', 'NoExecute'],
  'v1.UnsatisfiableConstraintAction': ['DoNotSchedule', 'ScheduleAnyway'],
  'v1.NodeInclusionPolicy': ['Honor', 'Ignore'],
  'v1.SecretType': ['Opaque', 'kubernetes.io/basic-auth', 'kubernetes.io/ssh-auth', 'kubernetes.io/tls', 'kubernetes.io/dockerconfigjson'],
  'v1.StorageMedium': ['Memory'],
  'v1.HostPathType': ['DirectoryOrCreate', 'Directory', 'FileOrCreate', 'File', 'Socket'],
  'v1.PodFSGroupChangePolicy': ['OnRootMismatch', 'Always'],
  'v1.OSName': ['linux', 'windows'],
};

/** The few values that the field at `path` may have; none when it may have any. List items have those of their list. */
export function fieldValues(rootModel: string, path: FieldPath): readonly string[] {
  const fieldPath = typeof path.at(-1) === 'number' ? path.slice(0, -1) : path;
  const model = modelAt(rootModel, fieldPath.slice(0, -1));
  const type = model === undefined ? undefined : modelStructure(model)?.fields.get(String(fieldPath.at(-1)))?.type;
  return valuesOf(type?.kind === 'array' ? type.of : type);
}

function valuesOf(type: FieldType | undefined): readonly string[] {
  if (type?.kind === 'boolean') return ['true', 'false'];
  return type?.kind === 'string' ? ENUMS[type.goType] ?? [] : [];
}
