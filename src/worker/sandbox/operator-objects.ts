import { groupOf, kindNameOf } from '../../engine/api/kind-name.ts';
import { hashText } from '../../engine/hash.ts';
import type { Json, JsonObject } from '../../engine/json.ts';
import { OPERATOR_IMAGE } from '../../engine/operators/operator-image.ts';
import type { KindReference, OperatorDeclaration } from '../../engine/operators/sandbox.ts';
import type { Simulation } from '../../engine/simulation.ts';

const NAMESPACE = 'default';
const LOOK = ['get', 'list', 'watch'];
const WRITE = ['create', 'update', 'patch', 'delete'];

/**
 * Everything that an operator needs to run: its kind, when nobody has made that yet, an account with the rights that its declaration calls
 * for, its code, and the Deployment of its pod. The template says which code it is for, so that a new one brings a new pod.
 */
export function operatorObjects(name: string, code: string, declaration: OperatorDeclaration, kinds: Simulation['kinds']): readonly JsonObject[] {
  const resourceOf = (reference: KindReference): string => kinds.get(kindNameOf(reference))?.plural ?? pluralOf(reference.kind);
  const rule = (reference: KindReference, verbs: readonly string[], withStatus: boolean): JsonObject => {
    const resource = resourceOf(reference);
    return { apiGroups: [groupOf(reference.apiVersion)], resources: withStatus ? [resource, `${resource}/status`] : [resource], verbs: [...verbs] };
  };
  const metadata = { name, namespace: NAMESPACE, labels: { 'app.kubernetes.io/name': name } };
  const clusterWide = { name, labels: metadata.labels };
  const rbac = 'rbac.authorization.k8s.io';
  const objects: JsonObject[] = [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    {
      apiVersion: `${rbac}/v1`, kind: 'ClusterRole', metadata: clusterWide,
      rules: [
        rule(declaration.for, [...LOOK, 'update', 'patch'], true),
        ...declaration.owns.map((owned) => rule(owned, [...LOOK, ...WRITE], false)),
        ...declaration.watches.map((watched) => rule(watched, LOOK, false)),
        { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
      ],
    },
    {
      apiVersion: `${rbac}/v1`, kind: 'ClusterRoleBinding', metadata: clusterWide,
      roleRef: { apiGroup: rbac, kind: 'ClusterRole', name }, subjects: [{ kind: 'ServiceAccount', name, namespace: NAMESPACE }],
    },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'operator.js': code } },
    {
      apiVersion: 'apps/v1', kind: 'Deployment', metadata,
      spec: {
        replicas: 1,
        selector: { matchLabels: { 'app.kubernetes.io/name': name } },
        template: {
          metadata: { labels: metadata.labels, annotations: { 'kubarium.dev/code': hashText(code) } },
          spec: {
            serviceAccountName: name,
            containers: [{
              name: 'operator', image: `${OPERATOR_IMAGE}:1`, resources: { requests: { cpu: '100m', memory: '64Mi' } }, volumeMounts: [{ name: 'code', mountPath: '/operator' }],
            }],
            volumes: [{ name: 'code', configMap: { name } }],
          },
        },
      },
    },
  ];
  return isOwnKind(declaration.for) && !kinds.has(kindNameOf(declaration.for)) ? [kindFor(declaration.for), ...objects] : objects;
}

/** Whether the kind is somebody's own: those that are built in are named by the kind alone. */
function isOwnKind(reference: KindReference): boolean {
  return groupOf(reference.apiVersion).includes('.') && kindNameOf(reference) !== reference.kind;
}

/** A kind that takes whatever its objects say. */
function kindFor({ apiVersion, kind }: KindReference): JsonObject {
  const group = groupOf(apiVersion);
  const plural = pluralOf(kind);
  const anything: Json = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  return {
    apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: `${plural}.${group}` },
    spec: {
      group, scope: 'Namespaced', names: { kind, plural, singular: kind.toLowerCase() },
      versions: [{
        name: apiVersion.slice(group.length + 1), served: true, storage: true, subresources: { status: {} },
        schema: { openAPIV3Schema: { type: 'object', properties: { spec: anything, status: anything } } },
      }],
    },
  };
}

function pluralOf(kind: string): string {
  const singular = kind.toLowerCase();
  if (/[^aeiou]y$/.test(singular)) return `${singular.slice(0, -1)}ies`;
  return /(s|x|ch|sh)$/.test(singular) ? `${singular}es` : `${singular}s`;
}
