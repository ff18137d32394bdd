import type { JsonObject } from '../../engine/json.ts';
import { OPERATOR_IMAGE } from '../../engine/operators/operator-image.ts';
import { dashed, operatorName, type OperatorNames } from './operator-names.ts';
import type { StartingPoint } from './starting-points.ts';

const RBAC = 'rbac.authorization.k8s.io';
/** The file of the ConfigMap that holds an operator's code. */
export const CODE_FILE = 'operator.js';

/** What a new operator is made of. */
export interface Start {
  /** its kind, its account and least rights, its code, its pod. */
  readonly objects: readonly JsonObject[];
  /** what it has to look at first; its kind is known only some time after it was applied. */
  readonly first: readonly JsonObject[];
}

/** Everything that a new operator needs, in the order in which it is applied. */
export function startingObjects(point: StartingPoint, names: OperatorNames): Start {
  const name = operatorName(names.kind);
  const own = { name, namespace: name };
  const objects: JsonObject[] = [
    customKind(point, names),
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: own },
    {
      apiVersion: `${RBAC}/v1`, kind: 'ClusterRole', metadata: { name },
      rules: [
        { apiGroups: [names.group], resources: [names.plural], verbs: ['get', 'list', 'watch'] },
        { apiGroups: [names.group], resources: [`${names.plural}/status`], verbs: ['update'] },
        ...point.rules,
      ],
    },
    {
      apiVersion: `${RBAC}/v1`, kind: 'ClusterRoleBinding', metadata: { name },
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name }, subjects: [{ kind: 'ServiceAccount', ...own }],
    },
    codeObject(own, point.code(names)),
    deployment(own),
  ];
  return { objects, first: point.firstObjects(names) };
}

/** The ConfigMap with an operator's code; what else it holds stays. */
export function codeObject({ namespace, name }: { readonly namespace: string; readonly name: string }, code: string, otherFiles: JsonObject = {}): JsonObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data: { ...otherFiles, [CODE_FILE]: code } };
}

/** The objects with another code in their ConfigMap. */
export function withCode(objects: readonly JsonObject[], code: string): readonly JsonObject[] {
  return objects.map((object) => {
    const data = object['data'];
    const holdsCode = object['kind'] === 'ConfigMap' && typeof data === 'object' && data !== null && CODE_FILE in data;
    return holdsCode ? { ...object, data: { ...data, [CODE_FILE]: code } } : object;
  });
}

function customKind({ scope, spec, status, columns }: StartingPoint, { kind, group, plural }: OperatorNames): JsonObject {
  return {
    apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: `${plural}.${group}` },
    spec: {
      group, scope, names: { kind, plural, singular: dashed(kind).replaceAll('-', '') },
      versions: [{
        name: 'v1', served: true, storage: true, subresources: { status: {} }, additionalPrinterColumns: columns,
        schema: { openAPIV3Schema: { type: 'object', properties: { spec, status } } },
      }],
    },
  };
}

function deployment({ name, namespace }: { readonly name: string; readonly namespace: string }): JsonObject {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace },
    spec: {
      replicas: 1, selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: name,
          containers: [{
            name: 'operator', image: `${OPERATOR_IMAGE}:1`, resources: { requests: { cpu: '100m', memory: '64Mi' } },
            volumeMounts: [{ name: 'code', mountPath: '/operator' }],
          }],
          volumes: [{ name: 'code', configMap: { name } }],
        },
      },
    },
  };
}
