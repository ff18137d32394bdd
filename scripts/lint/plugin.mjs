// @ts-check
// Lint rules of this repository, loaded by .oxlintrc.json.
import { importComplaint } from './module-layers.mjs';

/**
 * Imports between the folders of src/ follow the layers, in whatever way they are written.
 * @param {any} context
 */
function createImportLayers(context) {
  /**
   * @param {any} node
   * @param {any} source
   * @param {boolean} typeOnly
   */
  const check = (node, source, typeOnly) => {
    if (typeof source?.value !== 'string') return;
    const message = importComplaint(context.cwd, context.filename, { specifier: source.value, typeOnly });
    if (message) context.report({ node, message });
  };
  return {
    /** @param {any} node */
    ImportDeclaration: (node) => check(node, node.source, node.importKind === 'type' || isAllTypes(node.specifiers, 'importKind')),
    /** @param {any} node */
    ExportNamedDeclaration: (node) => check(node, node.source, node.exportKind === 'type' || isAllTypes(node.specifiers, 'exportKind')),
    /** @param {any} node */
    ExportAllDeclaration: (node) => check(node, node.source, node.exportKind === 'type'),
    /** @param {any} node */
    ImportExpression: (node) => check(node, node.source, false),
    /** @param {any} node */
    TSImportType: (node) => check(node, node.source ?? node.argument?.literal ?? node.argument, true),
    /** @param {any} node */
    NewExpression: (node) => {
      if (node.callee.name === 'URL' && node.arguments[1]?.type === 'MemberExpression') check(node, node.arguments[0], false);
    },
  };
}

/**
 * @param {readonly any[]} specifiers
 * @param {'importKind' | 'exportKind'} kind
 */
function isAllTypes(specifiers, kind) {
  return specifiers.length > 0 && specifiers.every((specifier) => specifier[kind] === 'type');
}

/**
 * A date without an argument is the wall clock.
 * @param {any} context
 */
function createNoWallClockDate(context) {
  const message = 'The engine has no wall clock: take the simulated time.';
  return {
    /** @param {any} node */
    NewExpression: (node) => {
      if (node.callee.name === 'Date' && node.arguments.length === 0) context.report({ node, message });
    },
    /** @param {any} node */
    CallExpression: (node) => {
      if (node.callee.name === 'Date') context.report({ node, message });
    },
  };
}

export default {
  meta: { name: 'kubarium' },
  rules: {
    'import-layers': { create: createImportLayers },
    'no-wall-clock-date': { create: createNoWallClockDate },
  },
};
