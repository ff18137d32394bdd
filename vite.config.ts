import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { offline } from './scripts/offline/plugin.mjs';

export default defineConfig({
  // Relative addresses: the built page works from any folder of any host.
  base: './',
  plugins: [react(), offline()],
  worker: { format: 'es' },
  build: { target: 'es2023' },
});
