/** One step of a path: a field or index, every item, or the items with a field of some value. */
type Step = { readonly at: string | number } | { readonly every: true } | { readonly where: readonly string[]; readonly equals: unknown };

const parsed = new Map<string, readonly Step[] | undefined>();

/**
 * Reads `.status.conditions[?(@.type=="Ready")].status` and the like: the part of JSONPath that CustomResourceDefinitions use
 * (client-go/util/jsonpath). `undefined` for what is no such path.
 */
export function parseJsonPath(text: string): readonly Step[] | undefined {
  if (!parsed.has(text)) parsed.set(text, parse(text));
  return parsed.get(text);
}

const TOKEN = /\.([\w$-]+|\*)|\[(-?\d+)\]|\[\*\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]|\[\?\(\s*@((?:\.[\w$-]+)+)\s*==\s*("[^"]*"|'[^']*'|-?\d+(?:\.\d+)?|true|false)\s*\)\]/y;

function parse(text: string): readonly Step[] | undefined {
  const steps: Step[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (!match) return undefined;
    const [whole, field, index, single, double, where, value] = match;
    if (field === '*' || whole === '[*]') steps.push({ every: true });
    else if (where !== undefined && value !== undefined) steps.push({ where: where.slice(1).split('.'), equals: literal(value) });
    else if (index !== undefined) steps.push({ at: Number(index) });
    else steps.push({ at: field ?? (single ?? double ?? '').replaceAll(/\\(.)/g, '$1') });
  }
  return steps;
}

function literal(text: string): unknown {
  return text.startsWith('"') || text.startsWith("'") ? text.slice(1, -1) : (JSON.parse(text) as unknown);
}

/** Everything that a path leads to, in order. */
export function readJsonPath(root: unknown, steps: readonly Step[]): readonly unknown[] {
  let found: readonly unknown[] = [root];
  for (const step of steps) found = found.flatMap((value) => follow(value, step)).filter((value) => value !== undefined && value !== null);
  return found;
}

function follow(value: unknown, step: Step): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('every' in step) return Object.values(value);
  if ('where' in step) return Array.isArray(value) ? value.filter((item) => step.where.reduce(fieldOf, item as unknown) === step.equals) : [];
  if (Array.isArray(value)) return typeof step.at === 'number' ? [value.at(step.at) as unknown] : [];
  return [fieldOf(value, String(step.at))];
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}
