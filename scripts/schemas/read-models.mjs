import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ALWAYS_PRESENT, GO_STRING_TYPES, NIL_WHEN_ABSENT, QUANTITIES } from './corrections.mjs';
import { ROOTS } from './roots.mjs';

/**
 * @typedef {{ kind: 'string', goType?: string } | { kind: 'boolean' | 'int32' | 'int64' | 'double' | 'time' | 'microTime'
 *   | 'quantity' | 'bytes' | 'intOrString' | 'any' } | { kind: 'array' | 'map', of: FieldType } | { kind: 'ref', model: string }} FieldType
 * @typedef {{ name: string, type: FieldType, required: boolean, nilWhenAbsent: boolean, description: string }} Field
 * @typedef {{ name: string, description: string, fields: Field[], root?: typeof ROOTS[number] }} Model
 */

const MODEL_NAME = /^(?:[A-Z][A-Za-z0-9]*)?V\d+(?:(?:alpha|beta)\d+)?[A-Z]\w*$/;

/** Every model reachable from the root kinds, sorted by name. `modelsDir` is the client's `dist/gen/models`. @returns {Promise<Model[]>} */
export async function readModels(modelsDir) {
  const clientNames = new Map(); // short name -> the client's name
  const queue = ROOTS.map((root) => root.model);
  const models = [];
  const visited = new Set();
  for (let clientName = queue.pop(); clientName !== undefined; clientName = queue.pop()) {
    if (visited.has(clientName)) continue;
    visited.add(clientName);
    const name = shortName(clientName);
    if (clientNames.has(name)) throw new Error(`${clientName} and ${clientNames.get(name)} would both be called ${name}`);
    clientNames.set(name, clientName);
    const { model, references } = await readModel(modelsDir, clientName, name);
    models.push(model);
    queue.push(...references);
  }
  checkCorrections(models);
  return models.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function shortName(clientName) {
  const match = /^(?:[A-Z][A-Za-z0-9]*?)?V\d+(?:(?:alpha|beta)\d+)?([A-Z]\w*)$/.exec(clientName);
  if (!match) throw new Error(`not the name of a model: ${clientName}`);
  return match[1];
}

async function readModel(modelsDir, clientName, name) {
  const module = await import(pathToFileURL(join(modelsDir, `${clientName}.js`)).href);
  const declared = readDeclaration(readFileSync(join(modelsDir, `${clientName}.d.ts`), 'utf8'));
  const root = ROOTS.find((candidate) => candidate.model === clientName);
  const references = [];
  const fields = module[clientName].attributeTypeMap.map((attribute) => {
    const property = declared.properties.get(attribute.name);
    if (!property) throw new Error(`${clientName}.${attribute.name} is not declared`);
    const key = `${name}.${attribute.baseName}`;
    const nilWhenAbsent = NIL_WHEN_ABSENT.has(key);
    const isIdentity = root !== undefined && root.object !== false && ['apiVersion', 'kind', 'metadata'].includes(attribute.baseName);
    return {
      name: attribute.baseName,
      type: fieldType(attribute.type, attribute.format, name, attribute.baseName, references),
      required: property.required || isIdentity || ALWAYS_PRESENT.has(key),
      nilWhenAbsent,
      description: property.description,
    };
  });
  fields.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { model: { name, description: declared.description, fields, root }, references };
}

function fieldType(type, format, model, field, references) {
  const array = /^Array<(.*)>$/.exec(type);
  if (array) return { kind: 'array', of: fieldType(array[1], format, model, field, references) };
  const map = /^\{ \[key: string\]: (.*); \}$/.exec(type);
  if (map) return { kind: 'map', of: fieldType(map[1], format, model, field, references) };
  if (type === 'V1MicroTime') return { kind: 'microTime' };
  if (MODEL_NAME.test(type)) {
    references.push(type);
    return { kind: 'ref', model: shortName(type) };
  }
  return { ...scalarType(type, format, `${model}.${field}`), ...goStringType(type, model, field) };
}

function goStringType(type, model, field) {
  const goType = type === 'string' ? GO_STRING_TYPES[model]?.[field] : undefined;
  return goType ? { goType } : {};
}

function scalarType(type, format, key) {
  if (type === 'string') return { kind: format === 'byte' ? 'bytes' : QUANTITIES.has(key) ? 'quantity' : 'string' };
  if (type === 'boolean') return { kind: 'boolean' };
  if (type === 'number' && ['int32', 'int64', 'double'].includes(format)) return { kind: format };
  if (type === 'Date') return { kind: 'time' };
  if (type === 'IntOrString') return { kind: 'intOrString' };
  if (type === 'any' || type === 'object') return { kind: 'any' };
  throw new Error(`${key} has an unknown type ${type} of format "${format}"`);
}

/** Reads class and property comments, and which properties are required, from a model's declaration file. */
function readDeclaration(text) {
  const properties = new Map();
  for (const [, comment, name, optional] of text.matchAll(/(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*)?^ {4}'([^']+)'(\??):/gm)) {
    properties.set(name, { required: optional === '', description: plainText(comment ?? '') });
  }
  const classComment = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export declare class/.exec(text);
  return { properties, description: plainText(classComment?.[1] ?? '') };
}

function plainText(comment) {
  const lines = comment.split('\n').map((line) => line.replace(/^\s*\*? ?/, '').trimEnd());
  return lines.join('\n').replaceAll(/\\(['"`\\])/g, '$1').replaceAll('*_/', '*/').trim();
}

/** A correction that names a field which no longer exists is a mistake, not a leftover. */
function checkCorrections(models) {
  const known = new Set(models.flatMap((model) => model.fields.map((field) => `${model.name}.${field.name}`)));
  const goNames = Object.entries(GO_STRING_TYPES).flatMap(([model, fields]) => Object.keys(fields).map((field) => `${model}.${field}`));
  for (const key of [...QUANTITIES, ...ALWAYS_PRESENT, ...NIL_WHEN_ABSENT, ...goNames]) {
    if (!known.has(key)) throw new Error(`scripts/schemas/corrections.mjs names ${key}, which no root kind reaches`);
  }
}
