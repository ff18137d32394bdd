import { create } from 'zustand';
import { createJSONStorage, persist, type StateStorage } from 'zustand/middleware';
import type { Start } from './starting-objects.ts';

/** What a person is writing. `key` of an operator: `namespace/name` of the ConfigMap that holds its code. */
export interface Draft {
  readonly code: string;
  /** the code in the cluster that the writing began from; `null` when there was none. */
  readonly base: string | null;
  /** for an operator that was begun here: everything it needs, to be applied where it is not there. */
  readonly start: Start | null;
  /** whether its first objects are to be made as soon as their kind is known. */
  readonly firstDue: boolean;
}

export interface OperatorTexts {
  /** key of the operator that is shown; `null` for a new one. */
  readonly chosen: string | null;
  readonly drafts: Readonly<Record<string, Draft>>;
}

/** A full or forbidden storage loses only the memory of a text, never the text. */
const storage: StateStorage = {
  getItem: (name) => localStorage.getItem(name),
  setItem(name, value) {
    try {
      localStorage.setItem(name, value);
    } catch (error) {
      console.warn('The operator’s text could not be remembered', error);
    }
  },
  removeItem: (name) => localStorage.removeItem(name),
};

/** Every operator's own text, so that nothing is lost by looking at another; remembered over a reload. */
export const useOperatorTexts = create<OperatorTexts>()(
  persist((): OperatorTexts => ({ chosen: null, drafts: {} }), { name: 'kubarium.operators', version: 1, storage: createJSONStorage(() => storage) }),
);

export function choose(chosen: string | null): void {
  useOperatorTexts.setState({ chosen });
}

/** A new operator, to be run for the first time. */
export function begin(key: string, code: string, start: Start): void {
  keep(key, { code, base: null, start, firstDue: false });
  choose(key);
}

/** What typing made of the code; `inCluster` is the code as the cluster has it. */
export function typed(key: string, code: string, inCluster: string | null): void {
  const before = useOperatorTexts.getState().drafts[key];
  if (code === inCluster && !before?.start) drop(key);
  else keep(key, { start: null, firstDue: false, base: inCluster, ...before, code });
}

/** The cluster has this code now. */
export function settle(key: string, code: string): void {
  const before = useOperatorTexts.getState().drafts[key];
  if (before && !before.start && before.code === code) drop(key);
  else change(key, { base: code });
}

/** Its first objects are to be made, or have been. */
export function setFirstDue(key: string, firstDue: boolean): void {
  change(key, { firstDue });
}

/** Forgets the text, and returns what brings it back. */
export function discard(key: string): () => void {
  const before = useOperatorTexts.getState();
  drop(key);
  return () => {
    const draft = before.drafts[key];
    if (draft) keep(key, draft);
    useOperatorTexts.setState({ chosen: before.chosen });
  };
}

function change(key: string, part: Partial<Draft>): void {
  const before = useOperatorTexts.getState().drafts[key];
  if (before) keep(key, { ...before, ...part });
}

function keep(key: string, draft: Draft): void {
  useOperatorTexts.setState(({ drafts }) => ({ drafts: { ...drafts, [key]: draft } }));
}

function drop(key: string): void {
  useOperatorTexts.setState(({ drafts: { [key]: _gone, ...drafts } }) => ({ drafts }));
}
