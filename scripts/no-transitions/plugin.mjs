// @ts-check
import { join } from 'node:path';
import { root } from '../repository.mjs';

const STAGE = join(root, 'src', 'ui', 'stage');

/**
 * Builds the page without d3's transitions, which it does not use. d3-zoom imports them for its own, and interpolations along with them:
 * together they are half of what d3 weighs. `no-transitions.ts` stands in for the one, and for the other `zoom-path.ts`, which has all it asks for.
 * @returns {import('vite').Plugin}
 */
export function noTransitions() {
  return {
    name: 'kubarium:no-transitions',
    apply: 'build',
    enforce: 'pre',
    resolveId(source, importer) {
      if (source === 'd3-transition') return join(STAGE, 'no-transitions.ts');
      return source === 'd3-interpolate' && importer?.includes('/node_modules/d3-zoom/') ? join(STAGE, 'zoom-path.ts') : undefined;
    },
  };
}
