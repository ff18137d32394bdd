import { expect, test } from 'vitest';
import { firstLoadScripts } from '../bench/first-load-scripts.ts';
import { temporaryFolder } from './temporary-folder.ts';

test('the first load is what the page names, what that imports, and its workers; not what is imported later', () => {
  const folder = temporaryFolder({
    'index.html': '<link rel="icon" href="./icon.svg"><script type="module" crossorigin src="./assets/index.js"></script><link rel="modulepreload" crossorigin href="./assets/react.js">',
    'assets/index.js': 'import{a}from"./react.js";import"./styles.js";new Worker(new URL(new URL(`host.js`,import.meta.url).href,``+import.meta.url));export const later=()=>import("./editor.js");a()',
    'assets/react.js': 'export*from"./scheduler.js";export const a=()=>0',
    'assets/scheduler.js': 'export const b=`from"./editor.js"`',
    'assets/styles.js': '',
    'assets/host.js': 'import"./engine.js"',
    'assets/engine.js': '',
    'assets/editor.js': '',
  });
  expect(firstLoadScripts(folder)).toEqual(['engine', 'host', 'index', 'react', 'scheduler', 'styles'].map((name) => `assets/${name}.js`));
});
