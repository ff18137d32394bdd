import type { JsonObject } from '../../engine/json.ts';
import { variableFor, type OperatorNames } from './operator-names.ts';

type Rule = { readonly apiGroups: readonly string[]; readonly resources: readonly string[]; readonly verbs: readonly string[] };

/** An operator to begin with: small, whole, and each about another thing worth knowing. */
export interface StartingPoint {
  readonly id: 'keep' | 'clean-up' | 'copy';
  readonly title: string;
  /** what there is to learn from it. */
  readonly purpose: string;
  readonly kind: string;
  readonly scope: 'Namespaced' | 'Cluster';
  readonly code: (names: OperatorNames) => string;
  /** schemas of the kind's spec and status. */
  readonly spec: JsonObject;
  readonly status: JsonObject;
  readonly columns: readonly JsonObject[];
  /** what it may do besides reading its kind and writing its status. */
  readonly rules: readonly Rule[];
  /** the first object, and what it needs to have something to do. */
  readonly firstObjects: (names: OperatorNames) => readonly JsonObject[];
}

/** The group that is proposed for a new kind. */
export const PROPOSED_GROUP = 'example.com';

const integer = (description: string, more: JsonObject = {}): JsonObject => ({ type: 'integer', description, ...more });
const column = (name: string, type: string, jsonPath: string, description: string): JsonObject => ({ name, type, jsonPath, description });
const age = column('Age', 'date', '.metadata.creationTimestamp', 'How long ago it was made.');
const first = ({ kind, group }: OperatorNames, name: string, spec: JsonObject, namespace?: string): JsonObject => (
  { apiVersion: `${group}/v1`, kind, metadata: { name, ...(namespace ? { namespace } : {}) }, spec }
);

export const STARTING_POINTS: readonly StartingPoint[] = [
  {
    id: 'keep', title: 'Keep a Deployment for each object', kind: 'Website', scope: 'Namespaced',
    purpose: 'Make what is missing, change what differs, say in the status what you saw.',
    code: keepCode,
    spec: {
      type: 'object',
      properties: {
        replicas: integer('How many pods there are.', { minimum: 0, maximum: 20, default: 2 }),
        image: { type: 'string', description: 'What they run.', default: 'nginx:1.27' },
      },
    },
    status: { type: 'object', properties: { readyReplicas: integer('How many of its pods are ready.') } },
    columns: [column('Wanted', 'integer', '.spec.replicas', 'How many pods are asked for.'), column('Ready', 'integer', '.status.readyReplicas', 'How many of them are ready.'), age],
    rules: [{ apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'list', 'watch', 'create', 'update'] }],
    firstObjects: (names) => [first(names, 'shop', { replicas: 3 }, 'default')],
  },
  {
    id: 'clean-up', title: 'Clean up pods that have finished', kind: 'Cleanup', scope: 'Namespaced',
    purpose: 'Nobody wakes you when time is up: say when you want to look again.',
    code: cleanUpCode,
    spec: { type: 'object', properties: { afterSeconds: integer('How long a pod is kept after its end.', { minimum: 0, default: 30 }) } },
    status: { type: 'object', properties: { deleted: integer('How many pods it has deleted.') } },
    columns: [column('After', 'integer', '.spec.afterSeconds', 'How long a pod is kept, in seconds.'), column('Deleted', 'integer', '.status.deleted', 'How many pods it has deleted.'), age],
    rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch', 'delete'] }],
    firstObjects: (names) => [first(names, 'finished-pods', { afterSeconds: 30 }, 'default'), ...[1, 2, 3].map(errand)],
  },
  {
    id: 'copy', title: 'Copy a ConfigMap into every namespace', kind: 'SharedConfig', scope: 'Cluster',
    purpose: 'An object of the whole cluster that owns others in every namespace.',
    code: copyCode,
    spec: {
      type: 'object', required: ['from'],
      properties: { from: { type: 'object', required: ['namespace', 'name'], properties: { namespace: { type: 'string' }, name: { type: 'string' } }, description: 'The ConfigMap that is copied.' } },
    },
    status: { type: 'object', properties: { copies: integer('In how many namespaces there is a copy.') } },
    columns: [column('Source', 'string', '.spec.from.name', 'The ConfigMap that is copied.'), column('Copies', 'integer', '.status.copies', 'In how many namespaces there is a copy.'), age],
    rules: [
      { apiGroups: [''], resources: ['namespaces'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch', 'create', 'update'] },
    ],
    firstObjects: (names) => [
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'company', namespace: 'default' }, data: { greeting: 'Good morning' } },
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team-a' } },
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team-b' } },
      first(names, 'company', { from: { namespace: 'default', name: 'company' } }),
    ],
  },
];

/** A pod that comes to its end a few seconds after it began. */
function errand(number: number): JsonObject {
  return {
    apiVersion: 'v1', kind: 'Pod', metadata: { name: `errand-${number}`, namespace: 'default', labels: { app: 'errand' } },
    spec: { restartPolicy: 'Never', containers: [{ name: 'errand', image: 'busybox:1.37', command: ['sh', '-c', `echo off I go; sleep ${5 * number}; echo done`] }] },
  };
}

function keepCode({ kind, group }: OperatorNames): string {
  const it = variableFor(kind);
  return `// Keeps a Deployment for each ${kind}.
operator({
  for: { apiVersion: '${group}/v1', kind: '${kind}' },
  // A change of one of these wakes its owner.
  owns: [{ apiVersion: 'apps/v1', kind: 'Deployment' }],

  // Called when something changed: look, do what is
  // missing, return. Any number of times.
  reconcile(${it}, api) {
    const { name, namespace } = ${it}.metadata;
    const { replicas } = ${it}.spec;
    const live = api.get('apps/v1', 'Deployment', namespace, name);

    if (!live) {
      api.create(deploymentFor(${it}));
      api.event(${it}, 'Normal', 'Created', 'Created deployment ' + name);
    } else if (live.spec.replicas !== replicas) {
      api.update({ ...live, spec: { ...live.spec, replicas } });
      console.log('scaled ' + name + ' to ' + replicas);
    }

    const readyReplicas = live?.status?.readyReplicas ?? 0;
    if (${it}.status?.readyReplicas !== readyReplicas) {
      api.updateStatus({ ...${it}, status: { readyReplicas } });
    }
  },
});

function deploymentFor({ apiVersion, kind, metadata, spec }) {
  const { name, namespace, uid } = metadata;
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name,
      namespace,
      labels,
      // It goes when its owner goes.
      ownerReferences: [{ apiVersion, kind, name, uid, controller: true }],
    },
    spec: {
      replicas: spec.replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'main', image: spec.image }] },
      },
    },
  };
}
`;
}

function cleanUpCode({ kind, group }: OperatorNames): string {
  const it = variableFor(kind);
  return `// Deletes pods of its namespace some time after their end.
operator({
  for: { apiVersion: '${group}/v1', kind: '${kind}' },

  reconcile(${it}, api) {
    const { namespace } = ${it}.metadata;
    const { afterSeconds } = ${it}.spec;
    let deleted = ${it}.status?.deleted ?? 0;
    // It does not own these pods, so nobody tells it
    // of them: it looks again after ten seconds at most.
    let soonest = 10;

    for (const pod of api.list('v1', 'Pod', { namespace })) {
      const endedAt = endOf(pod);
      if (endedAt === null) continue;
      const left = afterSeconds - (api.now() - endedAt) / 1000;
      if (left > 0) {
        soonest = Math.min(soonest, left);
        continue;
      }
      api.delete('v1', 'Pod', namespace, pod.metadata.name);
      console.log('deleted ' + pod.metadata.name);
      deleted += 1;
    }

    if (${it}.status?.deleted !== deleted) {
      api.updateStatus({ ...${it}, status: { deleted } });
    }
    return { requeueAfterSeconds: soonest };
  },
});

// When its last container ended; null while one runs.
function endOf({ metadata, status }) {
  const isOver = status?.phase === 'Succeeded' || status?.phase === 'Failed';
  if (!isOver || metadata.deletionTimestamp) return null;
  const ends = (status.containerStatuses ?? []).map(({ state }) =>
    Date.parse(state.terminated?.finishedAt ?? metadata.creationTimestamp));
  return Math.max(...ends);
}
`;
}

function copyCode({ kind, group }: OperatorNames): string {
  const it = variableFor(kind);
  return `// Copies a ConfigMap into every namespace.
operator({
  for: { apiVersion: '${group}/v1', kind: '${kind}' },
  // Who deletes or changes a copy wakes it.
  owns: [{ apiVersion: 'v1', kind: 'ConfigMap' }],

  reconcile(${it}, api) {
    const { from } = ${it}.spec;
    // A new namespace does not wake it, so it looks again.
    const again = { requeueAfterSeconds: 30 };
    const source = api.get('v1', 'ConfigMap', from.namespace, from.name);
    if (!source) {
      api.event(${it}, 'Warning', 'NoSource', 'There is no ConfigMap ' + from.name);
      return again;
    }

    let copies = 0;
    for (const { metadata } of api.list('v1', 'Namespace')) {
      const isOurs = !metadata.name.startsWith('kube-') && !metadata.deletionTimestamp;
      if (!isOurs || metadata.name === from.namespace) continue;
      copy(source, metadata.name, ${it}, api);
      copies += 1;
    }
    if (${it}.status?.copies !== copies) {
      api.updateStatus({ ...${it}, status: { copies } });
    }
    return again;
  },
});

function copy(source, namespace, owner, api) {
  const { name } = source.metadata;
  const { data } = source;
  const live = api.get('v1', 'ConfigMap', namespace, name);
  if (!live) {
    const { apiVersion, kind, metadata } = owner;
    const reference = { apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true };
    api.create({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace, ownerReferences: [reference] },
      data,
    });
    console.log('copied ' + name + ' to ' + namespace);
  } else if (JSON.stringify(live.data) !== JSON.stringify(data)) {
    api.update({ ...live, data });
    console.log('mended ' + name + ' in ' + namespace);
  }
}
`;
}
