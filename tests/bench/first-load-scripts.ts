import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path/posix';
import { parseSync } from 'vite';

/**
 * The scripts that a built page loads before it is usable, as paths relative to `directory`: those its HTML names or preloads, what
 * they import statically, and the workers they start with what those import. What is imported dynamically is left out.
 */
export function firstLoadScripts(directory: string): readonly string[] {
  const html = readFileSync(join(directory, 'index.html'), 'utf8');
  const waiting = [...html.matchAll(/<(?:script|link)\b[^>]*?(?:src|href)="\.\/([^"]+\.js)"/g)].map((match) => match[1] ?? '');
  const found = new Set<string>();
  for (let script = waiting.pop(); script !== undefined; script = waiting.pop()) {
    if (found.has(script)) continue;
    found.add(script);
    waiting.push(...neededBy(directory, script));
  }
  return [...found].sort();
}

function neededBy(directory: string, script: string): readonly string[] {
  const code = readFileSync(join(directory, script), 'utf8');
  const { module } = parseSync(script, code);
  const imports = [...module.staticImports.map((each) => each.moduleRequest.value), ...reExports(module.staticExports)];
  const workers = [...code.matchAll(/new Worker\(\s*new URL\((?:new URL\()?[`'"]([^`'"]+)[`'"]/g)].map((match) => match[1] ?? '');
  return [...imports, ...workers].map((specifier) => join(script, '..', specifier)).filter((path) => existsSync(join(directory, path)));
}

function reExports(exports: readonly { readonly entries: readonly { readonly moduleRequest: { readonly value: string } | null }[] }[]): readonly string[] {
  return exports.flatMap(({ entries }) => entries.flatMap(({ moduleRequest }) => (moduleRequest ? [moduleRequest.value] : [])));
}
