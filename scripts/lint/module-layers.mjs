// @ts-check
import { isBuiltin } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';

/**
 * Which folders of src/ a folder may import from, itself apart: arrows only point down (ARCHITECTURE.md). A folder that is not listed
 * has no place in the house yet.
 * @type {ReadonlyMap<string, readonly string[]>}
 */
const MAY_IMPORT = new Map([
  ['ui', ['worker', 'lessons', 'engine']],
  ['worker', ['lessons', 'engine']],
  ['cli', ['apiserver', 'engine']],
  ['kubectl', ['apiserver', 'engine']],
  ['apiserver', ['engine']],
  ['docker', ['engine']],
  ['lessons', ['engine']],
  ['engine', []],
]);

/** Plain data: of what they may import, they need the types alone. */
const TYPES_ONLY = ['lessons'];
/**
 * Packages of the layers that have to be pure: small ones without dependencies that keep us from writing a standard again.
 * @type {ReadonlyMap<string, readonly string[]>}
 */
const PURE = new Map([
  ['engine', ['@marcbachmann/cel-js']],
  ['lessons', []],
]);
const ON_NODE = ['cli'];

/**
 * @typedef {{ readonly specifier: string, readonly typeOnly: boolean }} Import as written, such as `../engine/clock.ts` or `d3`
 */

/**
 * Says what is wrong with an import, in one sentence; undefined when nothing is. Files outside src/ may import what they like.
 * @param {string} root the repository
 * @param {string} file absolute path of the file that imports
 * @param {Import} wanted
 * @returns {string | undefined}
 */
export function importComplaint(root, file, { specifier, typeOnly }) {
  const layer = layerOf(root, file);
  if (layer === undefined) return undefined;
  const allowed = MAY_IMPORT.get(layer);
  if (!allowed) return `src/${layer} has no place among the layers: give it one in scripts/lint/module-layers.mjs.`;
  if (!/^[./]/.test(specifier)) return packageComplaint(layer, specifier);
  const target = layerOf(root, join(dirname(file), specifier.replace(/[?#].*$/, '')));
  if (target === layer) return undefined;
  if (target === undefined) return `src/${layer} must not import '${specifier}' from outside src/.`;
  if (!allowed.includes(target)) return `src/${layer} must not import from src/${target}: ${arrows(layer, allowed)}.`;
  if (TYPES_ONLY.includes(layer) && !typeOnly) return `src/${layer} may import only types from src/${target}: write "import type".`;
  return undefined;
}

/**
 * @param {string} layer
 * @param {string} specifier
 */
function packageComplaint(layer, specifier) {
  if (isBuiltin(specifier) && !ON_NODE.includes(layer)) return `src/${layer} runs in browsers and must not import '${specifier}'.`;
  if (PURE.get(layer)?.includes(specifier) === false) return `src/${layer} must not import the package '${specifier}'.`;
  return undefined;
}

/**
 * @param {string} layer
 * @param {readonly string[]} allowed
 */
function arrows(layer, allowed) {
  return allowed.length === 0 ? `src/${layer} imports nothing but itself` : `only from ${allowed.map((name) => `src/${name}`).join(', ')}`;
}

/**
 * The folder of src/ that a file is in; undefined for a file elsewhere.
 * @param {string} root
 * @param {string} file
 */
function layerOf(root, file) {
  const [top, layer] = relative(root, file).split(sep);
  return top === 'src' && layer !== undefined ? layer : undefined;
}
