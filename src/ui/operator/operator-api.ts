import { MOST_MEMORY_BYTES } from '../../engine/operators/sandbox.ts';

/** What a run may use, for people. */
export const MEMORY_LIMIT = `${MOST_MEMORY_BYTES / 1024 ** 2} MB`;

/** One thing that an operator's code finds in its sandbox. */
export interface ApiEntry {
  /** as it is written: `api.get`. */
  readonly name: string;
  /** what follows the name. */
  readonly signature: string;
  /** written in place of the name when it is chosen: the caret comes to stand at `|`. */
  readonly insert: string;
  readonly meaning: string;
}

/** The calls of `api`, in the order in which one learns them. */
export const API_CALLS: readonly ApiEntry[] = [
  { name: 'get', signature: '(apiVersion, kind, namespace, name)', insert: "get('|', '', namespace, name)", meaning: 'The object as it is now; null when there is none.' },
  { name: 'list', signature: '(apiVersion, kind, { namespace, labels })', insert: "list('|', '', { namespace })", meaning: 'All objects of a kind, as an array; of one namespace, or with these labels, when they are given.' },
  { name: 'create', signature: '(object)', insert: 'create(|)', meaning: 'Makes a new object and returns it as the cluster keeps it. Give it the object it belongs to as its owner: then they are deleted together.' },
  { name: 'update', signature: '(object)', insert: 'update(|)', meaning: 'Writes a whole object that you have read and changed. Refused with “Conflict” when somebody was faster: reconcile is then called again.' },
  { name: 'updateStatus', signature: '(object)', insert: 'updateStatus(|)', meaning: 'Writes only the status: what you saw, for others to read. Write it only when it has changed.' },
  { name: 'delete', signature: '(apiVersion, kind, namespace, name)', insert: "delete('|', '', namespace, name)", meaning: 'Deletes an object; what it owns goes with it in the background.' },
  { name: 'event', signature: '(object, type, reason, message)', insert: "event(|, 'Normal', '', '')", meaning: 'Tells people what happened to an object, under Events. The type is “Normal” or “Warning”.' },
  { name: 'now', signature: '()', insert: 'now()|', meaning: 'The simulated time, in milliseconds. There is no other clock, and no chance: an operator must do the same again after a restart.' },
];

/** What the argument of `operator({ … })` says. */
export const DECLARATION_FIELDS: readonly ApiEntry[] = [
  { name: 'for', signature: ': { apiVersion, kind }', insert: "for: { apiVersion: '|', kind: '' },", meaning: 'The kind that it looks after: reconcile is called for each object of it, and again when one changes.' },
  { name: 'owns', signature: ': [{ apiVersion, kind }]', insert: "owns: [{ apiVersion: '|', kind: '' }],", meaning: 'Kinds of the objects that it makes. When one changes, reconcile is called for its owner.' },
  { name: 'watches', signature: ': [{ apiVersion, kind, byLabel }]', insert: "watches: [{ apiVersion: '|', kind: '', byLabel: '' }],", meaning: 'Kinds that others make. The label says which of your objects one belongs to.' },
  { name: 'reconcile', signature: '(object, api)', insert: 'reconcile(object, api) {\n    |\n  },', meaning: 'Looks at one object, does what is missing, and returns. It may be called at any time, any number of times. Return { requeueAfterSeconds: 30 } to be called again whatever happens.' },
];

/** What holds for every run; the sandbox sees to it. */
export const SANDBOX_RULES: readonly string[] = [
  `A run may use ${MEMORY_LIMIT} of memory and a bounded amount of work; one that does not come to an end is stopped, and tried again later.`,
  'There is no page, no network and no file: api and console.log are all that leads out.',
  'Each run starts from the code alone: what it kept in variables is forgotten. Keep what you must remember in the status.',
  'Every call is answered at once, so nothing is async.',
  'It may do what its service account may, and no more.',
];
