import { explainPlugin } from './scheduler-plugins.ts';
import { Explained } from './term.tsx';

/** The name of a plugin of the scheduler, with what it does. */
export function Plugin({ name, as }: { readonly name: string; readonly as: 'filter' | 'score' }) {
  const meaning = explainPlugin(name, as);
  return meaning === '' ? <>{name}</> : <Explained meaning={meaning}>{name}</Explained>;
}
