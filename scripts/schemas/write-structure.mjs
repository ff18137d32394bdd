import { NOT_EARLY } from './roots.mjs';

const CODES = {
  boolean: 'b',
  int32: 'i',
  int64: 'l',
  double: 'd',
  time: 't',
  microTime: 'u',
  quantity: 'q',
  bytes: 'x',
  intOrString: 'o',
  any: 'a',
};

/**
 * The texts of `structure.ts` and, for what is not needed early, of `late-structure.ts`. One line a model: `Name field,field,…`. A field is its name, then `!` when required or `~` when
 * required but nil if absent, then `:type` unless a plain string. Types: the letters above, `s` string, `=GoName` a named Go
 * string, `[type` an array, `{type` a map, `*` the model called as the field is, else the name of a model.
 */
export function structureSources(models, header) {
  const early = earlyModels(models);
  return { early: tablesOf(models.filter((model) => early.has(model.name)), header), late: tablesOf(models.filter((model) => !early.has(model.name)), header) };
}

/** Names of the models that the early roots reach. */
function earlyModels(models) {
  const byName = new Map(models.map((model) => [model.name, model]));
  const waiting = models.filter((model) => model.root?.early).map((model) => model.name);
  const found = new Set();
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(name) || NOT_EARLY.has(name)) continue;
    found.add(name);
    for (const field of byName.get(name).fields) waiting.push(...referencesOf(field.type));
  }
  return found;
}

function referencesOf(type) {
  if (type.kind === 'ref') return [type.model];
  return type.of ? referencesOf(type.of) : [];
}

function tablesOf(models, header) {
  const roots = models.filter((model) => model.root).map((model) => `${model.root.apiVersion} ${model.root.kind} ${model.name}`);
  const lines = models.map((model) => `${model.name} ${model.fields.map(fieldCode).join(',')}`);
  return `${header}
/** One line a root kind: apiVersion, kind, model. */
export const ROOT_TABLE = \`${roots.join('\n')}\`;

/** One line a model; \`structure-table.ts\` reads it. */
export const MODEL_TABLE = \`${lines.join('\n')}\`;
`;
}

function fieldCode(field) {
  const presence = field.nilWhenAbsent ? '~' : field.required ? '!' : '';
  const type = typeCode(field.type, field.name);
  return `${field.name}${presence}${type === 's' ? '' : `:${type}`}`;
}

function typeCode(type, fieldName) {
  if (type.kind === 'string') return type.goType ? `=${type.goType}` : 's';
  if (type.kind === 'array') return `[${typeCode(type.of, fieldName)}`;
  if (type.kind === 'map') return `{${typeCode(type.of, fieldName)}`;
  if (type.kind === 'ref') return type.model === modelNameOf(fieldName) ? '*' : type.model;
  return CODES[type.kind];
}

function modelNameOf(fieldName) {
  return fieldName.charAt(0).toUpperCase() + fieldName.slice(1);
}
