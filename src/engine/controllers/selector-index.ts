import { splitKey } from '../api/reference.ts';
import { matchesSelector, type LabelSelector } from '../api/selectors.ts';

/**
 * Selectors by the objects that have them, so that the question "who selects these labels?" costs the few that share a label
 * with them instead of all of the namespace.
 */
export interface SelectorIndex {
  /** `key` is the store's key of a namespaced object. */
  set(key: string, selector: LabelSelector): void;
  delete(key: string): void;
  /** Keys of the objects in the namespace whose selector matches, sorted. */
  matching(namespace: string, labels: Readonly<Record<string, string>> | undefined): string[];
}

export function createSelectorIndex(): SelectorIndex {
  const entries = new Map<string, { readonly selector: LabelSelector; readonly term: string }>();
  const keysByTerm = new Map<string, Set<string>>();

  /** The label of the selector that the fewest others are filed under; one without labels is filed under its namespace. */
  function termFor(namespace: string, selector: LabelSelector): string {
    let best: string | undefined;
    for (const [name, value] of Object.entries(selector.matchLabels ?? {})) {
      const term = termOf(namespace, name, value);
      if (best === undefined || (keysByTerm.get(term)?.size ?? 0) < (keysByTerm.get(best)?.size ?? 0)) best = term;
    }
    return best ?? namespace;
  }
  function remove(key: string): void {
    const entry = entries.get(key);
    if (!entry) return;
    entries.delete(key);
    const keys = keysByTerm.get(entry.term);
    keys?.delete(key);
    if (keys?.size === 0) keysByTerm.delete(entry.term);
  }

  return {
    set(key, selector) {
      remove(key);
      const term = termFor(splitKey(key).namespace, selector);
      entries.set(key, { selector, term });
      const keys = keysByTerm.get(term);
      if (keys) keys.add(key);
      else keysByTerm.set(term, new Set([key]));
    },
    delete: remove,
    matching(namespace, labels) {
      const found: string[] = [];
      const collect = (term: string): void => {
        for (const key of keysByTerm.get(term) ?? []) {
          const entry = entries.get(key);
          if (entry && matchesSelector(entry.selector, labels)) found.push(key);
        }
      };
      collect(namespace);
      for (const name in labels) collect(termOf(namespace, name, labels[name]));
      return found.sort();
    },
  };
}

function termOf(namespace: string, name: string, value: string | undefined): string {
  return `${namespace}/${name}=${value}`;
}
