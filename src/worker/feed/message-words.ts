import type { KubeObject } from '../../engine/api/object.ts';
import type { Change } from '../../engine/api/store.ts';
import type { Station } from '../protocol.ts';
import type { WriteFact } from './write-fact.ts';

/** Two words for what a writer asks of the API server. */
export function requestCaption(change: Change, fact: WriteFact | null): string {
  const { object } = change;
  const kind = kindWord(change.kind);
  const name = shortName(object);
  if (!fact) return change.kind === 'EndpointSlice' ? 'update endpoints' : change.kind === 'Node' ? 'node status' : 'update status';
  switch (fact.what) {
    case 'pod-created': return 'create pod';
    case 'pod-bound': return `bind ${name}`;
    case 'pod-unschedulable': return 'pod unschedulable';
    case 'pod-started': return fact.ready ? 'pod ready' : 'pod started';
    case 'pod-ready': return 'pod ready';
    case 'pod-unready': return 'pod unready';
    case 'pod-trouble': return 'pod failing';
    case 'pod-over': return fact.phase === 'Succeeded' ? 'pod finished' : fact.reason === 'Evicted' ? 'pod evicted' : 'pod failed';
    case 'pod-evicted': return 'evict pod';
    case 'pod-preempted': return 'preempt pod';
    case 'pod-nominated': return 'reserve place';
    case 'pod-leaving': return 'delete pod';
    case 'pod-gone': return 'remove pod';
    case 'node-joined': return 'register node';
    case 'node-ready': return 'node ready';
    case 'node-unready': return 'node unready';
    case 'node-lost': return 'node lost';
    case 'node-gone': return 'delete node';
    case 'node-cordoned': return `cordon ${name}`;
    case 'node-uncordoned': return `uncordon ${name}`;
    case 'node-taints': return fact.added.length > 0 ? `taint ${name}` : `untaint ${name}`;
    case 'scaled': return `scale ${name}`;
    case 'suspended': return `suspend ${name}`;
    case 'resumed': return `resume ${name}`;
    case 'job-counted': return fact.succeeded + fact.failed === 1 ? 'count pod' : 'count pods';
    case 'job-over': return fact.complete ? 'job complete' : 'job failed';
    case 'refused': return 'pod refused';
    case 'budget-moved': return 'update budget';
    case 'changed': return `update ${name}`;
    case 'made': return `create ${kind}`;
    case 'leaving': return `delete ${name}`;
    case 'gone': return `remove ${name}`;
  }
}

/** Who hears of a write and will act on it, and the two words they hear. Kubelets and controllers hear of much more; that would only hide this. */
export function noticesOf(change: Change, fact: WriteFact | null): readonly { readonly to: Station; readonly caption: string }[] {
  if (!fact) return [];
  switch (fact.what) {
    case 'pod-created': return [fact.node === null ? { to: 'scheduler', caption: 'pod created' } : { to: `node/${fact.node}`, caption: 'pod bound' }];
    case 'pod-bound': return [{ to: `node/${fact.node}`, caption: 'pod bound' }];
    case 'pod-evicted':
    case 'pod-preempted':
    case 'pod-leaving':
      return [...(fact.node === null ? [] : [{ to: `node/${fact.node}` as const, caption: 'stop pod' }]), { to: 'controllers', caption: 'pod leaving' }];
    case 'pod-gone': return [{ to: 'controllers', caption: 'pod gone' }];
    case 'pod-started': return fact.ready ? [{ to: 'controllers', caption: 'pod ready' }] : [];
    case 'pod-ready': return [{ to: 'controllers', caption: 'pod ready' }];
    case 'pod-unready': return [{ to: 'controllers', caption: 'pod unready' }];
    case 'pod-over': return [{ to: 'controllers', caption: fact.phase === 'Succeeded' ? 'pod finished' : 'pod failed' }];
    case 'node-joined': return [{ to: 'scheduler', caption: 'node joined' }];
    case 'node-ready': return [{ to: 'controllers', caption: 'node ready' }];
    case 'node-unready': return [{ to: 'controllers', caption: 'node unready' }];
    case 'node-lost': return [{ to: 'controllers', caption: 'node lost' }];
    case 'node-gone': return [{ to: 'controllers', caption: 'node gone' }];
    case 'node-cordoned': return [{ to: 'controllers', caption: 'node cordoned' }];
    case 'node-uncordoned': return [{ to: 'controllers', caption: 'node uncordoned' }];
    case 'node-taints': return fact.added.length > 0 ? [{ to: 'controllers', caption: 'node tainted' }] : [{ to: 'scheduler', caption: 'node untainted' }];
    case 'job-over': return [{ to: 'controllers', caption: fact.complete ? 'job complete' : 'job failed' }];
    case 'pod-unschedulable':
    case 'pod-nominated':
    case 'pod-trouble':
    case 'job-counted':
    case 'refused':
    case 'budget-moved':
      return [];
    case 'scaled':
    case 'suspended':
    case 'resumed':
    case 'changed':
    case 'made':
    case 'leaving':
    case 'gone':
      return LOOKED_AFTER.has(change.kind) ? [{ to: 'controllers', caption: `${kindWord(change.kind)} ${PAST[fact.what]}` }] : [];
  }
}

const LOOKED_AFTER: ReadonlySet<string> = new Set([
  'Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'ReplicationController', 'PodDisruptionBudget', 'ResourceQuota', 'Service', 'Namespace',
]);
const PAST = { scaled: 'scaled', suspended: 'suspended', resumed: 'resumed', changed: 'changed', made: 'created', leaving: 'leaving', gone: 'gone' } as const;

/** What an operator that looks after the kind hears of; `''` for what it need not know. */
export function operatorNotice({ kind }: Change, fact: WriteFact | null): string {
  return fact && fact.what in PAST ? `${kindWord(kind)} ${PAST[fact.what as keyof typeof PAST]}` : '';
}

/** `statefulset`; a custom kind without its group. */
function kindWord(kind: string): string {
  return (kind.split('.')[0] ?? kind).toLowerCase();
}

/** The station a component stands at: an operator, `name@node`, works in a pod on a node. */
export function stationOf(actor: string): Station {
  const at = actor.indexOf('@');
  if (at >= 0) return `node/${actor.slice(at + 1)}`;
  if (actor === 'you') return 'you';
  if (actor === 'kube-apiserver') return 'api';
  if (actor.startsWith('kubelet/')) return `node/${actor.slice('kubelet/'.length)}`;
  return actor.endsWith('scheduler') ? 'scheduler' : 'controllers';
}

/** `web-…x9k2p` for a pod, `web-6d4f` for a ReplicaSet: names as short as they can be told apart. */
export function shortName({ kind, metadata: { name = '' } }: KubeObject): string {
  const parts = name.split('-');
  const last = parts.at(-1) ?? '';
  if (kind === 'Pod' && parts.length > 2) return `${parts.slice(0, -2).join('-')}-…${last}`;
  if (kind === 'ReplicaSet' && parts.length > 1 && last.length > 4) return `${parts.slice(0, -1).join('-')}-${last.slice(0, 4)}`;
  return name;
}
