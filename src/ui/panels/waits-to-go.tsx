import type { JsonObject } from '../../engine/json.ts';
import { fieldOf } from './object-field.ts';
import { Term } from './term.tsx';

/** What the finalizers of Kubernetes itself wait for. */
const UNTIL: Readonly<Record<string, string>> = {
  foregroundDeletion: 'until what it owns is gone',
  orphan: 'until what it owned has been let go',
  kubernetes: 'until everything in it is gone',
  'batch.kubernetes.io/job-tracking': 'until its Job has counted it',
};

/** Why an object that was asked to go is still there: its finalizers, which hold it until they are taken away. */
export function WaitsToGo({ object }: { readonly object: JsonObject }) {
  const finalizers = finalizersOf(object);
  if (fieldOf(object, 'metadata', 'deletionTimestamp') === undefined || finalizers.length === 0) return null;
  const words = finalizers.map((name) => `${name}, ${UNTIL[name] ?? 'until whoever put it there has cleaned up and takes it away'}`).join('; ');
  return <p className="k-scheduler-message">It was asked to go, and waits for its <Term name="finalizer">{finalizers.length === 1 ? 'finalizer' : 'finalizers'}</Term> {words}.</p>;
}

/** A namespace has some in its spec. */
function finalizersOf(object: JsonObject): readonly string[] {
  const lists = [fieldOf(object, 'metadata', 'finalizers'), fieldOf(object, 'spec', 'finalizers')];
  return lists.flatMap((list) => (Array.isArray(list) ? list.map(String) : []));
}
