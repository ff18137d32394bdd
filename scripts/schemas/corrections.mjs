/** What the client's models leave out, by `Model.field` with the names of the generated types. */

/** Fields that are a resource.Quantity although the model calls them a string; as a map, a v1.ResourceList. */
export const QUANTITIES = new Set([
  'ContainerStatus.allocatedResources',
  'EmptyDirVolumeSource.sizeLimit',
  'NodeAllocatableResourceClaimStatus.resources',
  'NodeStatus.allocatable',
  'NodeStatus.capacity',
  'PodSpec.overhead',
  'PodStatus.allocatedResources',
  'ResourceFieldSelector.divisor',
  'ResourceRequirements.limits',
  'ResourceRequirements.requests',
  'VolumeResourceRequirements.limits',
  'VolumeResourceRequirements.requests',
]);

/**
 * Optional in the OpenAPI document but struct values in Go: every decoded object has them, so types and decoding treat
 * them as required.
 */
export const ALWAYS_PRESENT = new Set([
  'Deployment.spec',
  'Lease.spec',
  'Node.spec',
  'Pod.spec',
  'PodTemplateSpec.spec',
  'ReplicaSet.spec',
  'ReplicaSetSpec.template',
  'Scale.spec',
  'Service.spec',
]);

/** Required in the OpenAPI document but nil in Go when absent; validation, not decoding, reports them missing. */
export const NIL_WHEN_ABSENT = new Set(['DeploymentSpec.selector', 'ReplicaSetSpec.selector']);

/**
 * Go's named string types: the server names them when a value has the wrong type ("of type v1.PullPolicy"). Plain names are
 * in a package called v1 (staging/src/k8s.io/api/core/v1/types.go and its siblings, apimachinery/pkg/apis/meta/v1/types.go).
 */
export const GO_STRING_TYPES = {
  AppArmorProfile: { type: 'AppArmorProfileType' },
  AttachedVolume: { name: 'UniqueVolumeName' },
  AzureDiskVolumeSource: { cachingMode: 'AzureDataDiskCachingMode', kind: 'AzureDataDiskKind' },
  Capabilities: { add: 'Capability', drop: 'Capability' },
  Condition: { status: 'ConditionStatus' },
  ConfigMapNodeConfigSource: { uid: 'types.UID' },
  Container: {
    imagePullPolicy: 'PullPolicy',
    restartPolicy: 'ContainerRestartPolicy',
    terminationMessagePolicy: 'TerminationMessagePolicy',
  },
  ContainerPort: { protocol: 'Protocol' },
  ContainerResizePolicy: { resourceName: 'ResourceName', restartPolicy: 'ResourceResizeRestartPolicy' },
  ContainerRestartRule: { action: 'ContainerRestartRuleAction' },
  ContainerRestartRuleOnExitCodes: { operator: 'ContainerRestartRuleOnExitCodesOperator' },
  ContainerStatus: { stopSignal: 'Signal' },
  DeleteOptions: { propagationPolicy: 'DeletionPropagation' },
  DeploymentCondition: { status: 'ConditionStatus', type: 'DeploymentConditionType' },
  DeploymentStrategy: { type: 'DeploymentStrategyType' },
  EmptyDirVolumeSource: { medium: 'StorageMedium' },
  EndpointPort: { protocol: 'Protocol' },
  EndpointSlice: { addressType: 'AddressType' },
  EphemeralContainer: {
    imagePullPolicy: 'PullPolicy',
    restartPolicy: 'ContainerRestartPolicy',
    terminationMessagePolicy: 'TerminationMessagePolicy',
  },
  HTTPGetAction: { scheme: 'URIScheme' },
  HostPathVolumeSource: { type: 'HostPathType' },
  ImageVolumeSource: { pullPolicy: 'PullPolicy' },
  LabelSelectorRequirement: { operator: 'LabelSelectorOperator' },
  LeaseSpec: { strategy: 'CoordinatedLeaseStrategy' },
  Lifecycle: { stopSignal: 'Signal' },
  LoadBalancerIngress: { ipMode: 'LoadBalancerIPMode' },
  ManagedFieldsEntry: { operation: 'ManagedFieldsOperationType' },
  NamespaceCondition: { status: 'ConditionStatus', type: 'NamespaceConditionType' },
  NamespaceSpec: { finalizers: 'FinalizerName' },
  NamespaceStatus: { phase: 'NamespacePhase' },
  NodeAddress: { type: 'NodeAddressType' },
  NodeCondition: { status: 'ConditionStatus', type: 'NodeConditionType' },
  NodeSelectorRequirement: { operator: 'NodeSelectorOperator' },
  NodeStatus: { phase: 'NodePhase', volumesInUse: 'UniqueVolumeName' },
  ObjectMeta: { uid: 'types.UID' },
  ObjectReference: { uid: 'types.UID' },
  OwnerReference: { uid: 'types.UID' },
  PersistentVolumeClaimSpec: { accessModes: 'PersistentVolumeAccessMode', volumeMode: 'PersistentVolumeMode' },
  PodCondition: { status: 'ConditionStatus', type: 'PodConditionType' },
  PodOS: { name: 'OSName' },
  PodReadinessGate: { conditionType: 'PodConditionType' },
  PodSecurityContext: {
    fsGroupChangePolicy: 'PodFSGroupChangePolicy',
    seLinuxChangePolicy: 'PodSELinuxChangePolicy',
    supplementalGroupsPolicy: 'SupplementalGroupsPolicy',
  },
  PodSpec: { dnsPolicy: 'DNSPolicy', preemptionPolicy: 'PreemptionPolicy', restartPolicy: 'RestartPolicy' },
  PodStatus: { phase: 'PodPhase', qosClass: 'PodQOSClass', resize: 'PodResizeStatus' },
  PortStatus: { protocol: 'Protocol' },
  Preconditions: { uid: 'types.UID' },
  ReplicaSetCondition: { status: 'ConditionStatus', type: 'ReplicaSetConditionType' },
  ResourceHealth: { health: 'ResourceHealthStatus', resourceID: 'ResourceID' },
  ResourceStatus: { name: 'ResourceName' },
  SeccompProfile: { type: 'SeccompProfileType' },
  Secret: { type: 'SecretType' },
  SecurityContext: { procMount: 'ProcMountType' },
  ServicePort: { protocol: 'Protocol' },
  ServiceSpec: {
    externalTrafficPolicy: 'ServiceExternalTrafficPolicy',
    internalTrafficPolicy: 'ServiceInternalTrafficPolicy',
    ipFamilies: 'IPFamily',
    ipFamilyPolicy: 'IPFamilyPolicy',
    sessionAffinity: 'ServiceAffinity',
    type: 'ServiceType',
  },
  Status: { reason: 'StatusReason' },
  StatusCause: { reason: 'CauseType' },
  StatusDetails: { uid: 'types.UID' },
  Taint: { effect: 'TaintEffect' },
  Toleration: { effect: 'TaintEffect', operator: 'TolerationOperator' },
  TopologySpreadConstraint: {
    nodeAffinityPolicy: 'NodeInclusionPolicy',
    nodeTaintsPolicy: 'NodeInclusionPolicy',
    whenUnsatisfiable: 'UnsatisfiableConstraintAction',
  },
  VolumeMount: { mountPropagation: 'MountPropagationMode', recursiveReadOnly: 'RecursiveReadOnlyMode' },
  VolumeMountStatus: { recursiveReadOnly: 'RecursiveReadOnlyMode' },
};
