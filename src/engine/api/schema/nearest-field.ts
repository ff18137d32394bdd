import { modelStructure } from './structure-table.ts';

/** Longer names are never misspelt fields, and comparing them would take long. */
const MAX_NAME_LENGTH = 64;

/**
 * The field of a model that an unknown name was most likely meant to be (`imagee` → `image`, `Replicas` → `replicas`), or
 * undefined when none is near. For hints; the API server makes no suggestions.
 */
export function nearestField(model: string, name: string): string | undefined {
  if (name.length > MAX_NAME_LENGTH) return undefined;
  const most = name.length <= 3 ? 1 : name.length <= 7 ? 2 : 3;
  let nearest: string | undefined;
  let least = most + 1;
  for (const field of modelStructure(model)?.fields.keys() ?? []) {
    const distance = distanceWithin(plain(name), plain(field), least - 1);
    if (distance === undefined) continue;
    nearest = field;
    least = distance;
  }
  return nearest;
}

/** Upper case, dashes and underscores are how other notations write the same name. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-_]/g, '');
}

/** Edits (insert, delete, replace, swap neighbours) from one text to the other; undefined when there are more than `most`. */
function distanceWithin(a: string, b: string, most: number): number | undefined {
  if (most < 0 || Math.abs(a.length - b.length) > most) return undefined;
  let beforePrevious: readonly number[] = [];
  let previous: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = at(previous, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const swapped = isSwap ? at(beforePrevious, column - 2) + 1 : Number.POSITIVE_INFINITY;
      current.push(Math.min(at(previous, column) + 1, at(current, column - 1) + 1, replaced, swapped));
    }
    beforePrevious = previous;
    previous = current;
  }
  const distance = at(previous, b.length);
  return distance <= most ? distance : undefined;
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
