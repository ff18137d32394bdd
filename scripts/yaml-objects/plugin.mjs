// @ts-check
import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';

const ASKED = /^(.+\.ya?ml)\?objects$/;

/**
 * Lets code import a manifest's documents as plain objects: `import objects from './web.yaml?objects'`. They are read when the page is built,
 * so that no YAML parser goes along with them.
 * @returns {import('vite').Plugin}
 */
export function yamlObjects() {
  return {
    name: 'kubarium:yaml-objects',
    enforce: 'pre',
    load(id) {
      const file = ASKED.exec(id)?.[1];
      if (file === undefined) return undefined;
      this.addWatchFile(file);
      return { code: moduleOf(readFileSync(file, 'utf8'), file), map: null };
    },
  };
}

/**
 * @param {string} text
 * @param {string} file
 */
function moduleOf(text, file) {
  const objects = [];
  for (const document of parseAllDocuments(text)) {
    const [problem] = document.errors;
    if (problem) throw new Error(`${file}: ${problem.message}`);
    if (document.contents !== null) objects.push(document.toJS());
  }
  return `export default ${JSON.stringify(objects)};`;
}
