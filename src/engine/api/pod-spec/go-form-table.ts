/**
 * The server's own types of pods (pkg/apis/core/types.go, pkg/apis/batch/types.go), one a line, with their fields in order. After a colon what a
 * field holds: `s` a text, `i` a number or either, `b` a boolean, `q` a quantity, `l` a label selector, `Type` another of these types, `*Type` one that may
 * be absent, `[Type` a list of them; anything else may be absent and is shown as it is. `~Type` stands for the fields of that type.
 */
export const GO_FORM_TABLE = `
PodSpec Volumes:[Volume InitContainers:[Container Containers:[Container EphemeralContainers:[EphemeralContainer RestartPolicy:s TerminationGracePeriodSeconds ActiveDeadlineSeconds DNSPolicy:s NodeSelector ServiceAccountName:s AutomountServiceAccountToken NodeName:s SecurityContext:*PodSecurityContext ImagePullSecrets:[LocalObjectReference Hostname:s Subdomain:s SetHostnameAsFQDN Affinity:*Affinity SchedulerName:s Tolerations:[Toleration HostAliases:[HostAlias PriorityClassName:s Priority PreemptionPolicy DNSConfig:*PodDNSConfig ReadinessGates:[PodReadinessGate RuntimeClassName Overhead EnableServiceLinks TopologySpreadConstraints:[TopologySpreadConstraint OS:*PodOS SchedulingGates:[PodSchedulingGate ResourceClaims:[PodResourceClaim Resources:*ResourceRequirements HostnameOverride SchedulingGroup:*PodSchedulingGroup
Volume Name:s ~VolumeSource
VolumeSource HostPath:*HostPathVolumeSource EmptyDir:*EmptyDirVolumeSource GCEPersistentDisk AWSElasticBlockStore GitRepo Secret:*SecretVolumeSource NFS ISCSI Glusterfs PersistentVolumeClaim:*PersistentVolumeClaimVolumeSource RBD Quobyte FlexVolume Cinder CephFS Flocker DownwardAPI:*DownwardAPIVolumeSource FC AzureFile ConfigMap:*ConfigMapVolumeSource VsphereVolume AzureDisk PhotonPersistentDisk Projected:*ProjectedVolumeSource PortworxVolume ScaleIO StorageOS CSI Ephemeral Image:*ImageVolumeSource
HostPathVolumeSource Path:s Type
EmptyDirVolumeSource Medium:s SizeLimit
SecretVolumeSource SecretName:s Items:[KeyToPath DefaultMode Optional
KeyToPath Key:s Path:s Mode
PersistentVolumeClaimVolumeSource ClaimName:s ReadOnly:b
DownwardAPIVolumeSource Items:[DownwardAPIVolumeFile DefaultMode
DownwardAPIVolumeFile Path:s FieldRef:*ObjectFieldSelector ResourceFieldRef:*ResourceFieldSelector Mode
ObjectFieldSelector APIVersion:s FieldPath:s
ResourceFieldSelector ContainerName:s Resource:s Divisor:q
ConfigMapVolumeSource ~LocalObjectReference Items:[KeyToPath DefaultMode Optional
LocalObjectReference Name:s
ProjectedVolumeSource Sources:[VolumeProjection DefaultMode
VolumeProjection Secret:*SecretProjection DownwardAPI:*DownwardAPIProjection ConfigMap:*ConfigMapProjection ServiceAccountToken:*ServiceAccountTokenProjection ClusterTrustBundle PodCertificate
SecretProjection ~LocalObjectReference Items:[KeyToPath Optional
DownwardAPIProjection Items:[DownwardAPIVolumeFile
ConfigMapProjection ~LocalObjectReference Items:[KeyToPath Optional
ServiceAccountTokenProjection Audience:s ExpirationSeconds:i Path:s
ImageVolumeSource Reference:s PullPolicy:s
Container Name:s Image:s Command Args WorkingDir:s Ports:[ContainerPort EnvFrom:[EnvFromSource Env:[EnvVar Resources:ResourceRequirements ResizePolicy:[ContainerResizePolicy RestartPolicy RestartPolicyRules:[ContainerRestartRule VolumeMounts:[VolumeMount VolumeDevices:[VolumeDevice LivenessProbe:*Probe ReadinessProbe:*Probe StartupProbe:*Probe Lifecycle:*Lifecycle TerminationMessagePath:s TerminationMessagePolicy:s ImagePullPolicy:s SecurityContext:*SecurityContext Stdin:b StdinOnce:b TTY:b
ContainerPort Name:s HostPort:i ContainerPort:i Protocol:s HostIP:s
EnvFromSource Prefix:s ConfigMapRef:*ConfigMapEnvSource SecretRef:*SecretEnvSource
ConfigMapEnvSource ~LocalObjectReference Optional
SecretEnvSource ~LocalObjectReference Optional
EnvVar Name:s Value:s ValueFrom:*EnvVarSource
EnvVarSource FieldRef:*ObjectFieldSelector ResourceFieldRef:*ResourceFieldSelector ConfigMapKeyRef:*ConfigMapKeySelector SecretKeyRef:*SecretKeySelector FileKeyRef:*FileKeySelector
ConfigMapKeySelector ~LocalObjectReference Key:s Optional
SecretKeySelector ~LocalObjectReference Key:s Optional
FileKeySelector VolumeName:s Path:s Key:s Optional
ResourceRequirements Limits Requests Claims:[ResourceClaim
ResourceClaim Name:s Request:s
ContainerResizePolicy ResourceName:s RestartPolicy:s
ContainerRestartRule Action:s ExitCodes:*ContainerRestartRuleOnExitCodes
ContainerRestartRuleOnExitCodes Operator:s Values
VolumeMount Name:s ReadOnly:b RecursiveReadOnly MountPath:s SubPath:s MountPropagation SubPathExpr:s
VolumeDevice Name:s DevicePath:s
Probe ~ProbeHandler InitialDelaySeconds:i TimeoutSeconds:i PeriodSeconds:i SuccessThreshold:i FailureThreshold:i TerminationGracePeriodSeconds
ProbeHandler Exec:*ExecAction HTTPGet:*HTTPGetAction TCPSocket:*TCPSocketAction GRPC:*GRPCAction
ExecAction Command
HTTPGetAction Path:s Port:i Host:s Scheme:s HTTPHeaders:[HTTPHeader
HTTPHeader Name:s Value:s
TCPSocketAction Port:i Host:s
GRPCAction Port:i Service
Lifecycle PostStart:*LifecycleHandler PreStop:*LifecycleHandler StopSignal
LifecycleHandler Exec:*ExecAction HTTPGet:*HTTPGetAction TCPSocket:*TCPSocketAction Sleep:*SleepAction
SleepAction Seconds:i
SecurityContext Capabilities:*Capabilities Privileged SELinuxOptions:*SELinuxOptions WindowsOptions:*WindowsSecurityContextOptions RunAsUser RunAsGroup RunAsNonRoot ReadOnlyRootFilesystem AllowPrivilegeEscalation ProcMount SeccompProfile:*SeccompProfile AppArmorProfile:*AppArmorProfile
Capabilities Add Drop
SELinuxOptions User:s Role:s Type:s Level:s
WindowsSecurityContextOptions GMSACredentialSpecName GMSACredentialSpec RunAsUserName HostProcess
SeccompProfile Type:s LocalhostProfile
AppArmorProfile Type:s LocalhostProfile
EphemeralContainer ~EphemeralContainerCommon TargetContainerName:s
EphemeralContainerCommon Name:s Image:s Command Args WorkingDir:s Ports:[ContainerPort EnvFrom:[EnvFromSource Env:[EnvVar Resources:ResourceRequirements ResizePolicy:[ContainerResizePolicy RestartPolicy RestartPolicyRules:[ContainerRestartRule VolumeMounts:[VolumeMount VolumeDevices:[VolumeDevice LivenessProbe:*Probe ReadinessProbe:*Probe StartupProbe:*Probe Lifecycle:*Lifecycle TerminationMessagePath:s TerminationMessagePolicy:s ImagePullPolicy:s SecurityContext:*SecurityContext Stdin:b StdinOnce:b TTY:b
PodSecurityContext HostNetwork:b HostPID:b HostIPC:b ShareProcessNamespace HostUsers SELinuxOptions:*SELinuxOptions WindowsOptions:*WindowsSecurityContextOptions RunAsUser RunAsGroup RunAsNonRoot SupplementalGroups SupplementalGroupsPolicy FSGroup FSGroupChangePolicy Sysctls:[Sysctl SeccompProfile:*SeccompProfile AppArmorProfile:*AppArmorProfile SELinuxChangePolicy
Sysctl Name:s Value:s
Affinity NodeAffinity:*NodeAffinity PodAffinity:*PodAffinity PodAntiAffinity:*PodAntiAffinity
NodeAffinity RequiredDuringSchedulingIgnoredDuringExecution:*NodeSelector PreferredDuringSchedulingIgnoredDuringExecution:[PreferredSchedulingTerm
NodeSelector NodeSelectorTerms:[NodeSelectorTerm
NodeSelectorTerm MatchExpressions:[NodeSelectorRequirement MatchFields:[NodeSelectorRequirement
NodeSelectorRequirement Key:s Operator:s Values
PreferredSchedulingTerm Weight:i Preference:NodeSelectorTerm
PodAffinity RequiredDuringSchedulingIgnoredDuringExecution:[PodAffinityTerm PreferredDuringSchedulingIgnoredDuringExecution:[WeightedPodAffinityTerm
PodAffinityTerm LabelSelector:l Namespaces TopologyKey:s NamespaceSelector:l MatchLabelKeys MismatchLabelKeys
WeightedPodAffinityTerm Weight:i PodAffinityTerm:PodAffinityTerm
PodAntiAffinity RequiredDuringSchedulingIgnoredDuringExecution:[PodAffinityTerm PreferredDuringSchedulingIgnoredDuringExecution:[WeightedPodAffinityTerm
Toleration Key:s Operator:s Value:s Effect:s TolerationSeconds
HostAlias IP:s Hostnames
PodDNSConfig Nameservers Searches Options:[PodDNSConfigOption
PodDNSConfigOption Name:s Value
PodReadinessGate ConditionType:s
TopologySpreadConstraint MaxSkew:i TopologyKey:s WhenUnsatisfiable:s LabelSelector:l MinDomains NodeAffinityPolicy NodeTaintsPolicy MatchLabelKeys
PodOS Name:s
PodSchedulingGate Name:s
PodResourceClaim Name:s ResourceClaimName ResourceClaimTemplateName
PodSchedulingGroup PodGroupName
PodFailurePolicy Rules:[PodFailurePolicyRule
PodFailurePolicyRule Action:s OnExitCodes:*PodFailurePolicyOnExitCodesRequirement OnPodConditions:[PodFailurePolicyOnPodConditionsPattern
PodFailurePolicyOnExitCodesRequirement ContainerName Operator:s Values
PodFailurePolicyOnPodConditionsPattern Type:s Status:s
SuccessPolicy Rules:[SuccessPolicyRule
SuccessPolicyRule SucceededIndexes SucceededCount`;
