/** The object with these fields, `undefined` ones left as they are; the very same object when it has them all already. */
export function withFields<T extends object>(object: T, fields: Partial<T>): T {
  let changed: T | undefined;
  for (const key in fields) {
    const value = fields[key];
    if (value === undefined || value === object[key]) continue;
    changed ??= { ...object };
    changed[key] = value;
  }
  return changed ?? object;
}

/** The list with every item changed; the very same list when nothing changes. */
export function mapShared<T>(list: readonly T[] | undefined, change: (item: T) => T): readonly T[] | undefined {
  if (!list) return list;
  const changed = list.map(change);
  return changed.every((item, index) => item === list[index]) ? list : changed;
}

/** `change` of a value that is there. */
export function ifPresent<T>(value: T | undefined, change: (value: T) => T): T | undefined {
  return value === undefined ? undefined : change(value);
}
