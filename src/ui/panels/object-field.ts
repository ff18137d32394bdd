import type { Json, JsonObject } from '../../engine/json.ts';

/** What stands at a path of names in an object; `undefined` when nothing does. */
export function fieldOf(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  let at = value;
  for (const name of path) {
    if (typeof at !== 'object' || at === null || Array.isArray(at)) return undefined;
    at = (at as JsonObject)[name];
  }
  return at;
}
