/** A set of names in order, of which the first few are asked for again and again. */
export interface SortedNames {
  readonly size: number;
  add(name: string): void;
  delete(name: string): void;
  /** At most `count` of them. */
  first(count: number): readonly string[];
}

export function createSortedNames(): SortedNames {
  const names: string[] = [];

  /** Where the name is, or would be. */
  function placeOf(name: string): number {
    let low = 0;
    let high = names.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((names[middle] ?? '') < name) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    get size() {
      return names.length;
    },
    add(name) {
      const place = placeOf(name);
      if (names[place] !== name) names.splice(place, 0, name);
    },
    delete(name) {
      const place = placeOf(name);
      if (names[place] === name) names.splice(place, 1);
    },
    first: (count) => names.slice(0, Math.max(0, count)),
  };
}
