import type { KindDefinition } from '../kind-definition.ts';

/** The kinds that a cluster can run without until somebody makes an object of them: the page loads them after the first frame. */
const definitions: readonly unknown[] = [];

// A definition takes only objects of its own kind; who looks one up by kind has such an object.
export const lateKindDefinitions = definitions as readonly KindDefinition[];
