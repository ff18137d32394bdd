/*
 * The policy that every API server makes for itself (plugin/pkg/auth/authorizer/rbac/bootstrappolicy), a role a line: its name, then its rules.
 * A rule is `verbs:groups:resources:names`, or `verbs:/paths`. Verbs are letters: {@link ./bootstrap-policy.ts} has them. A group is called by its
 * first word. `E` stands for what it takes to record Events.
 */

export const CLUSTER_ROLES = `
cluster-admin *:*:* *:*
system:discovery g:/healthz,/version,/version/,/openapi,/openapi/*,/api,/api/*,/apis,/apis/*,/livez,/readyz
system:monitoring g:/healthz,/healthz/*,/livez,/livez/*,/readyz,/readyz/*,/metrics,/metrics/slis
system:basic-user c:authorization:selfsubjectaccessreviews,selfsubjectrulesreviews c:authentication:selfsubjectreviews
system:public-info-viewer g:/livez,/readyz,/healthz,/version,/version/
system:heapster R::events,namespaces,nodes,pods R:extensions:deployments
system:node c:authentication:tokenreviews c:authorization:subjectaccessreviews,localsubjectaccessreviews R::services cR::nodes up::nodes/status up::nodes cup::events R::pods cd::pods up::pods/status c::pods/eviction R::secrets,configmaps g::persistentvolumeclaims,persistentvolumes g::endpoints cR:certificates:certificatesigningrequests gcupd:coordination:leases g:storage:volumeattachments c::serviceaccounts/token gup::persistentvolumeclaims/status R:storage:csidrivers gcupd:storage:csinodes R:node:runtimeclasses g:resource:resourceclaims glwcdupD:resource:resourceslices
system:node-problem-detector g::nodes p::nodes/status E
system:kubelet-api-admin R::nodes x::nodes *::nodes/proxy,nodes/metrics,nodes/stats,nodes/log
system:node-bootstrapper cR:certificates:certificatesigningrequests
system:auth-delegator c:authentication:tokenreviews c:authorization:subjectaccessreviews
system:kube-aggregator R::services,endpoints
system:kube-controller-manager E c:coordination:leases gu:coordination:leases:kube-controller-manager c::secrets,serviceaccounts d::secrets g::namespaces,secrets,serviceaccounts,configmaps u::secrets,serviceaccounts c:authentication:tokenreviews c:authorization:subjectaccessreviews lw:*:* c::serviceaccounts/token
system:kube-dns lw::endpoints,services lw:discovery:endpointslices
system:persistent-volume-provisioner glwcd::persistentvolumes glwu::persistentvolumeclaims R:storage:storageclasses w::events E
system:certificates.k8s.io:certificatesigningrequests:nodeclient c:certificates:certificatesigningrequests/nodeclient
system:certificates.k8s.io:certificatesigningrequests:selfnodeclient c:certificates:certificatesigningrequests/selfnodeclient
system:volume-scheduler Rpu::persistentvolumes R:storage:storageclasses Rpu::persistentvolumeclaims
system:certificates.k8s.io:legacy-unknown-approver a:certificates:signers:kubernetes.io/legacy-unknown
system:certificates.k8s.io:kubelet-serving-approver a:certificates:signers:kubernetes.io/kubelet-serving
system:certificates.k8s.io:kube-apiserver-client-approver a:certificates:signers:kubernetes.io/kube-apiserver-client
system:certificates.k8s.io:kube-apiserver-client-kubelet-approver a:certificates:signers:kubernetes.io/kube-apiserver-client-kubelet
system:service-account-issuer-discovery g:/.well-known/openid-configuration,/openid/v1/jwks
system:node-proxier lw::services,endpoints R::nodes E lw:discovery:endpointslices lw:networking:servicecidrs
system:kube-scheduler E c:coordination:leases gu:coordination:leases:kube-scheduler lw:coordination:leasecandidates R::nodes Rd::pods c::pods/binding,bindings pu::pods/status R::services,replicationcontrollers R:apps,extensions:replicasets R:apps:statefulsets R:policy:poddisruptionbudgets R::persistentvolumeclaims,persistentvolumes c:authentication:tokenreviews c:authorization:subjectaccessreviews R:storage:csinodes R::namespaces R:storage:csidrivers R:storage:csistoragecapacities R:resource:deviceclasses Rpu:resource:resourceclaims pu:resource:resourceclaims/status R:resource:resourceslices u::pods/finalizers
system:aggregate-to-admin c:authorization:localsubjectaccessreviews RW:rbac:roles,rolebindings
system:aggregate-to-edit R::pods/attach,pods/proxy,pods/exec,pods/portforward,secrets,services/proxy i::serviceaccounts W::pods,pods/attach,pods/proxy,pods/exec,pods/portforward c::pods/eviction W::replicationcontrollers,replicationcontrollers/scale,serviceaccounts,services,services/proxy,persistentvolumeclaims,configmaps,secrets,events c::serviceaccounts/token W:apps:statefulsets,statefulsets/scale,daemonsets,deployments,deployments/scale,deployments/rollback,replicasets,replicasets/scale W:autoscaling:horizontalpodautoscalers W:batch:jobs,cronjobs W:extensions:daemonsets,deployments,deployments/scale,deployments/rollback,ingresses,replicasets,replicasets/scale,replicationcontrollers/scale,networkpolicies W:policy:poddisruptionbudgets W:networking:networkpolicies,ingresses RW:coordination:leases W:resource:resourceclaims,resourceclaimtemplates
system:aggregate-to-view R::pods,replicationcontrollers,replicationcontrollers/scale,serviceaccounts,services,services/status,endpoints,persistentvolumeclaims,persistentvolumeclaims/status,configmaps R::limitranges,resourcequotas,bindings,events,pods/status,resourcequotas/status,namespaces/status,replicationcontrollers/status,pods/log R::namespaces R:discovery:endpointslices R:apps:controllerrevisions,statefulsets,statefulsets/status,statefulsets/scale,daemonsets,daemonsets/status,deployments,deployments/status,deployments/scale,replicasets,replicasets/status,replicasets/scale R:autoscaling:horizontalpodautoscalers,horizontalpodautoscalers/status R:batch:jobs,cronjobs,cronjobs/status,jobs/status R:extensions:daemonsets,daemonsets/status,deployments,deployments/status,deployments/scale,ingresses,ingresses/status,replicasets,replicasets/status,replicasets/scale,replicationcontrollers/scale,networkpolicies R:policy:poddisruptionbudgets,poddisruptionbudgets/status R:networking:networkpolicies,ingresses,ingresses/status R:resource:resourceclaims,resourceclaims/status,resourceclaimtemplates
`;

/** Each is called `system:controller:…` and is bound to the service account of that name in kube-system. */
export const CONTROLLER_ROLES = `
attachdetach-controller lw::persistentvolumes,persistentvolumeclaims R::nodes pu::nodes/status lw::pods E glwcd:storage:volumeattachments R:storage:csidrivers R:storage:csinodes
clusterrole-aggregation-controller eRup:rbac:clusterroles
cronjob-controller Ru:batch:cronjobs Rcupd:batch:jobs u:batch:cronjobs/status u:batch:cronjobs/finalizers lwd::pods E
daemon-set-controller R:extensions,apps:daemonsets u:extensions,apps:daemonsets/status u:extensions,apps:daemonsets/finalizers lw::nodes lwcdp::pods c::pods/binding Rcdup:apps:controllerrevisions E
deployment-controller Ru:extensions,apps:deployments u:extensions,apps:deployments/status u:extensions,apps:deployments/finalizers Rcupd:apps,extensions:replicasets Ru::pods E
disruption-controller R:extensions,apps:deployments R:apps,extensions:replicasets R::replicationcontrollers R:policy:poddisruptionbudgets R:apps:statefulsets u:policy:poddisruptionbudgets/status pu::pods/status g:*:*/scale E
endpoint-controller R::services,pods Rcud::endpoints c::endpoints/restricted E
endpointslice-controller R::services,pods,nodes u::services/finalizers Rcud:discovery:endpointslices E
endpointslicemirroring-controller R::services,endpoints u::services/finalizers u::endpoints/finalizers Rcud:discovery:endpointslices E
expand-controller Rup::persistentvolumes up::persistentvolumeclaims/status R::persistentvolumeclaims E g::services
ephemeral-volume-controller R::pods u::pods/finalizers Rc::persistentvolumeclaims E
resource-claim-controller R::pods u::pods/finalizers Rcd:resource:resourceclaims up:resource:resourceclaims,resourceclaims/status up::pods/status E
generic-garbage-collector Rpud:*:* E
horizontal-pod-autoscaler R:autoscaling:horizontalpodautoscalers u:autoscaling:horizontalpodautoscalers/status gu:*:*/scale lw::pods lw:metrics:pods R:custom.metrics:* R:external.metrics:* E
job-controller Rup:batch:jobs u:batch:jobs/status u:batch:jobs/finalizers lwcdp::pods E
namespace-controller Rd::namespaces u::namespaces/finalize,namespaces/status RdD:*:*
node-controller Rudp::nodes pu::nodes/status pu::pods/status Rd::pods E
persistent-volume-binder Rucd::persistentvolumes u::persistentvolumes/status Ru::persistentvolumeclaims u::persistentvolumeclaims/status Rcd::pods R:storage:storageclasses lw::nodes E w::events g::services
pod-garbage-collector lwd::pods R::nodes p::pods/status
replicaset-controller Ru:apps,extensions:replicasets u:apps,extensions:replicasets/status u:apps,extensions:replicasets/finalizers lwpcd::pods E
replication-controller Ru::replicationcontrollers u::replicationcontrollers/status u::replicationcontrollers/finalizers lwpcd::pods E
resourcequota-controller lw:*:* u::resourcequotas/status E
route-controller lw::nodes p::nodes/status E
service-account-controller c::serviceaccounts E
service-controller R::services pu::services/status lw::nodes E
service-cidrs-controller Rpu:networking:servicecidrs pu:networking:servicecidrs/finalizers pu:networking:servicecidrs/status R:networking:ipaddresses E
statefulset-controller lw::pods R:apps:statefulsets u:apps:statefulsets/status u:apps:statefulsets/finalizers gcdup::pods Rcdup:apps:controllerrevisions Rc::persistentvolumeclaims ud::persistentvolumeclaims u::pods/finalizers E
ttl-controller uplw::nodes E
certificate-controller Rd:certificates:certificatesigningrequests u:certificates:certificatesigningrequests/status,certificatesigningrequests/approval a:certificates:signers:kubernetes.io/kube-apiserver-client-kubelet s:certificates:signers:kubernetes.io/legacy-unknown,kubernetes.io/kube-apiserver-client,kubernetes.io/kube-apiserver-client-kubelet,kubernetes.io/kubelet-serving c:authorization:subjectaccessreviews E
pvc-protection-controller Ru::persistentvolumeclaims R::pods E
pv-protection-controller Ru::persistentvolumes E
volumeattributesclass-protection-controller R::persistentvolumeclaims R::persistentvolumes Ru:storage:volumeattributesclasses E
ttl-after-finished-controller Rd:batch:jobs E
root-ca-cert-publisher cu::configmaps E
validatingadmissionpolicy-status-controller R:admissionregistration:validatingadmissionpolicies gpu:admissionregistration:validatingadmissionpolicies/status E
legacy-service-account-token-cleaner g::configmaps:kube-apiserver-legacy-service-account-token-tracking pd::secrets
selinux-warning-controller E R::persistentvolumes R::persistentvolumeclaims R::pods R:storage:csidrivers
`;

/** Roles in namespaces, after the namespace. */
export const NAMESPACED_ROLES = `
kube-system extension-apiserver-authentication-reader R::configmaps:extension-apiserver-authentication
kube-system system:controller:bootstrap-signer R::secrets
kube-system system:controller:cloud-provider cR::configmaps
kube-system system:controller:token-cleaner Rd::secrets E
kube-system system::leader-locking-kube-controller-manager w::configmaps gu::configmaps:kube-controller-manager Rcu:coordination:leases
kube-system system::leader-locking-kube-scheduler w::configmaps gu::configmaps:kube-scheduler
kube-public system:controller:bootstrap-signer R::configmaps u::configmaps:cluster-info E
`;

/** ClusterRoles of the same name, and to whom they are granted: `user/`, `group/`, or `namespace/` and a service account's name. */
export const CLUSTER_ROLE_BINDINGS = `
cluster-admin group/system:masters
system:monitoring group/system:monitoring
system:discovery group/system:authenticated
system:basic-user group/system:authenticated
system:public-info-viewer group/system:authenticated group/system:unauthenticated
system:node-proxier user/system:kube-proxy
system:kube-controller-manager user/system:kube-controller-manager
system:kube-dns kube-system/kube-dns
system:kube-scheduler user/system:kube-scheduler
system:volume-scheduler user/system:kube-scheduler
system:node
system:service-account-issuer-discovery group/system:serviceaccounts
`;

/** The namespace, the binding, the Role in it, and to whom. */
export const ROLE_BINDINGS = `
kube-system system::extension-apiserver-authentication-reader extension-apiserver-authentication-reader user/system:kube-controller-manager user/system:kube-scheduler
kube-system system::leader-locking-kube-controller-manager system::leader-locking-kube-controller-manager user/system:kube-controller-manager kube-system/kube-controller-manager kube-system/leader-election-controller
kube-system system::leader-locking-kube-scheduler system::leader-locking-kube-scheduler user/system:kube-scheduler kube-system/kube-scheduler
kube-system system:controller:bootstrap-signer system:controller:bootstrap-signer kube-system/bootstrap-signer
kube-system system:controller:cloud-provider system:controller:cloud-provider kube-system/cloud-provider
kube-system system:controller:token-cleaner system:controller:token-cleaner kube-system/token-cleaner
kube-public system:controller:bootstrap-signer system:controller:bootstrap-signer kube-system/bootstrap-signer
`;
