/**
 * `fill` done once for each value, told apart by identity; what came out is its own result. Objects share their specs from write to
 * write, so that defaulting costs nothing but the first time.
 */
export function memoizeDefaults<T extends object>(fill: (value: T) => T): (value: T) => T {
  const known = new WeakMap<T, T>();
  return (value) => {
    let filled = known.get(value);
    if (!filled) {
      filled = fill(value);
      known.set(value, filled);
      known.set(filled, filled);
    }
    return filled;
  };
}

/** The object with its spec defaulted; the very same object when nothing was missing. */
export function withDefaultedSpec<T extends { readonly spec: object }>(object: T, fill: (spec: T['spec']) => T['spec']): T {
  const spec = fill(object.spec);
  return spec === object.spec ? object : { ...object, spec };
}
