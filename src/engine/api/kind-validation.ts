import type { FieldError } from './errors.ts';
import type { KindMap, KindName } from './object.ts';

/**
 * What the API server refuses of a kind. Apart from its definition, because most writes need no validation: the page loads it after the
 * rest of the engine. One file a kind under `kinds/`; `kinds/validation-registry.ts` lists them.
 */
export interface KindValidation<K extends KindName = KindName> {
  /** All problems of a new object (after defaults), metadata included, in upstream's order and words. */
  validateCreate(object: KindMap[K]): readonly FieldError[];
  /** All problems of a change, those of the new object included. */
  validateUpdate(next: KindMap[K], previous: KindMap[K]): readonly FieldError[];
  /** The same for the status of a custom kind; that of the others is not looked at. */
  validateStatus?(next: KindMap[K], previous: KindMap[K]): readonly FieldError[];
  /** The same for the subresource of that name, of pods. */
  validateEphemeralContainers?(next: KindMap[K], previous: KindMap[K]): readonly FieldError[];
}

export type KindValidations = ReadonlyMap<KindName, KindValidation>;
