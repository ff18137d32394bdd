/** Plain JSON: all that a checkpoint, a recorded action or an event's data may hold. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}
