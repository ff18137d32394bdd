import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { yamlObjects } from './scripts/yaml-objects/plugin.mjs';

export default defineConfig({
  plugins: [react(), yamlObjects()],
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/ui/**', 'tests/e2e/**'],
          environment: 'node',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: { name: 'ui', include: ['tests/ui/**/*.test.{ts,tsx}'], environment: 'happy-dom', testTimeout: 30_000 },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          environment: 'node',
          globalSetup: 'tests/e2e/serve-built-page.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Most of a browser test is waiting for the cluster, so two at a time suit two processors; more would make each other late.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
