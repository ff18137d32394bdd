// @ts-check
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's top folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Where scripts keep what can be made again; never committed, gone with node_modules. */
export const cacheDir = join(root, 'node_modules', '.cache', 'kubarium');
