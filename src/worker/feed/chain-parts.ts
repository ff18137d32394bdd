import type { Action } from '../../engine/actions.ts';
import type { ObjectReference } from '../../engine/api/reference.ts';
import type { JsonObject } from '../../engine/json.ts';
import type { ChainLink } from '../protocol.ts';

export type Part = ChainLink['parts'][number];

export function plain(text: string): Part {
  return { text };
}

/** "ReplicaSet web-6d4f", "node-2": an object's name, which leads to it. */
export function partOf(reference: ObjectReference): Part {
  return { text: reference.kind === 'Node' ? reference.name : `${shortKind(reference.kind)} ${reference.name}`, reference };
}

/** A custom kind without the group it is served in. */
function shortKind(kind: string): string {
  return kind.split('.')[0] ?? kind;
}

/** The same, or "it" for the object whose story is told. */
export function objectPart(reference: ObjectReference, selfUid: string | undefined): Part {
  return selfUid !== undefined && reference.uid === selfUid ? plain('it') : partOf(reference);
}

export function nodeReference(name: string): ObjectReference {
  return { kind: 'Node', namespace: '', name };
}

/** A person's deed as parts: its sentence, with what it was done to as links. */
export function deedParts(sentence: string, action: Action): readonly Part[] {
  const parts: Part[] = [];
  let rest = sentence;
  for (const reference of targetsOf(action)) {
    const found = placeOf(rest, reference);
    if (!found) continue;
    if (found.at > 0) parts.push(plain(rest.slice(0, found.at)));
    parts.push({ text: found.text, reference });
    rest = rest.slice(found.at + found.text.length);
  }
  if (rest !== '') parts.push(plain(rest));
  return parts;
}

function placeOf(sentence: string, { kind, name }: ObjectReference): { readonly at: number; readonly text: string } | null {
  for (const text of [`${kind} ${name}`, name]) {
    const at = sentence.indexOf(text);
    if (at >= 0 && name !== '') return { at, text };
  }
  return null;
}

/** What an action is done to, as far as it is an object. */
export function targetsOf(action: Action): readonly ObjectReference[] {
  switch (action.type) {
    case 'apply': return action.objects.map(referenceOfManifest);
    case 'create':
    case 'update': return [referenceOfManifest(action.object)];
    case 'delete':
    case 'scale':
    case 'rollback':
    case 'restart-rollout': return [action.target];
    case 'configure-scheduler': return [];
    case 'fault': {
      const { node, namespace = 'default', pod } = action.target;
      if (pod !== undefined) return [{ kind: 'Pod', namespace, name: pod }];
      return node === undefined ? [] : [nodeReference(node)];
    }
  }
}

function referenceOfManifest(object: JsonObject): ObjectReference {
  const metadata = object['metadata'];
  const { name = '', namespace = 'default' } = (typeof metadata === 'object' && metadata !== null ? metadata : {}) as Readonly<Record<string, unknown>>;
  const kind = String(object['kind'] ?? '');
  return { kind, namespace: kind === 'Node' || kind === 'Namespace' ? '' : String(namespace), name: String(name) };
}
