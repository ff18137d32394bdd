/** What a new kind of objects is called. */
export interface OperatorNames {
  readonly kind: string;
  readonly group: string;
  readonly plural: string;
}

export type NameProblems = Readonly<Partial<Record<keyof OperatorNames, string>>>;

const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const KIND = /^[A-Z][A-Za-z0-9]{0,40}$/;
/** Groups that Kubernetes keeps for itself. */
const KEPT = /(^|\.)(k8s|kubernetes)\.io$/;
/** Words that mean something else in the code, so that an object cannot be called by them. */
const TAKEN: ReadonlySet<string> = new Set([
  'api', 'break', 'case', 'catch', 'class', 'const', 'continue', 'copy', 'debugger', 'default', 'delete', 'do', 'else', 'enum', 'export', 'extends', 'false', 'finally', 'for', 'from',
  'function', 'if', 'import', 'in', 'instanceof', 'interface', 'let', 'live', 'metadata', 'name', 'namespace', 'new', 'null', 'operator', 'package', 'pod', 'private', 'protected', 'public',
  'ready', 'return', 'source', 'static', 'status', 'super', 'switch', 'this', 'throw', 'true', 'try', 'typeof', 'var', 'void', 'while', 'with', 'yield', 'await', 'wanted', 'deleted', 'soonest', 'copies',
]);

/** `Website` → `websites`, `Policy` → `policies`. */
export function pluralOf(kind: string): string {
  const singular = kind.toLowerCase();
  if (/[^aeiou]y$/.test(singular)) return `${singular.slice(0, -1)}ies`;
  return /(s|x|ch|sh)$/.test(singular) ? `${singular}es` : singular === '' ? '' : `${singular}s`;
}

/** `SharedConfig` → `shared-config`. */
export function dashed(kind: string): string {
  return kind.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '-').toLowerCase();
}

/** The name and namespace of everything that runs the operator of a kind. */
export function operatorName(kind: string): string {
  return `${dashed(kind)}-operator`;
}

/** What the code calls an object of the kind: `sharedConfig`. */
export function variableFor(kind: string): string {
  const name = kind.replace(/^[A-Z]+(?![a-z])|^[A-Z]/, (start) => start.toLowerCase());
  return TAKEN.has(name) ? 'object' : name;
}

/** What is wrong with the names, in a sentence for each; nothing when they can be used. */
export function nameProblems({ kind, group, plural }: OperatorNames): NameProblems {
  return {
    ...(KIND.test(kind) ? {} : { kind: 'A word of letters and digits that begins with a capital, such as Website.' }),
    ...(groupProblem(group) === '' ? {} : { group: groupProblem(group) }),
    ...(LABEL.test(plural) && plural !== '' ? {} : { plural: 'Small letters and digits, such as websites.' }),
  };
}

function groupProblem(group: string): string {
  if (group.split('.').length < 2 || group.length > 200 || !group.split('.').every((label) => LABEL.test(label))) return 'A domain of yours, with a dot in it, such as example.com.';
  return KEPT.test(group) ? 'Kubernetes keeps that group for itself: take a domain of yours, such as example.com.' : '';
}
