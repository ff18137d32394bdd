import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { noTransitions } from './scripts/no-transitions/plugin.mjs';
import { offline } from './scripts/offline/plugin.mjs';
import { yamlObjects } from './scripts/yaml-objects/plugin.mjs';

export default defineConfig({
  // Relative addresses: the built page works from any folder of any host.
  base: './',
  plugins: [react(), noTransitions(), offline(), yamlObjects()],
  // A built worker has plugins of its own.
  worker: { format: 'es', plugins: () => [yamlObjects()] },
  // What the worker needs is found before the page opens, not while it is looked at, which would load the page again.
  optimizeDeps: { entries: ['index.html', 'src/worker/engine-worker.ts'] },
  build: { target: 'es2023' },
});
