import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importComplaint } from '../../scripts/lint/module-layers.mjs';

const ROOT = '/repository';

function complaint(file: string, specifier: string, typeOnly = false): string | undefined {
  return importComplaint(ROOT, join(ROOT, file), { specifier, typeOnly });
}

describe('arrows point down', () => {
  test.each([
    ['src/ui/store/session.ts', '../../worker/protocol.ts'],
    ['src/ui/app.tsx', '../engine/api/reference.ts'],
    ['src/ui/app.tsx', '../lessons/scenarios.ts'],
    ['src/worker/host.ts', '../engine/simulation.ts'],
    ['src/worker/host.ts', '../lessons/scenarios.ts'],
    ['src/kubectl/get.ts', '../apiserver/server.ts'],
    ['src/apiserver/server.ts', '../engine/simulation.ts'],
    ['src/cli/serve.ts', '../apiserver/server.ts'],
    ['src/engine/node/kubelets.ts', '../kernel.ts'],
    ['src/ui/editor/samples.ts', './web.yaml?raw'],
  ])('%s may import %s', (file, specifier) => {
    expect(complaint(file, specifier)).toBeUndefined();
  });

  test.each([
    ['src/engine/kernel.ts', '../worker/protocol.ts'],
    ['src/engine/node/kubelets.ts', '../../ui/app.tsx'],
    ['src/engine/kernel.ts', '../lessons/scenarios.ts'],
    ['src/worker/host.ts', '../ui/app.tsx'],
    ['src/apiserver/server.ts', '../kubectl/get.ts'],
    ['src/kubectl/get.ts', '../ui/app.tsx'],
    ['src/lessons/scenarios.ts', '../worker/protocol.ts'],
    ['src/ui/app.tsx', '../cli/serve.ts'],
  ])('%s must not import %s', (file, specifier) => {
    expect(complaint(file, specifier)).toContain('must not import from');
  });

  test('a type is no exception for the engine', () => {
    expect(complaint('src/engine/kernel.ts', '../worker/protocol.ts', true)).toBeDefined();
  });

  test('a folder without a place among the layers is pointed out', () => {
    expect(complaint('src/shared/text.ts', './lines.ts')).toContain('src/shared has no place');
  });

  test('what is outside src/ is out of reach for src/, and free itself', () => {
    expect(complaint('src/ui/app.tsx', '../../tests/ui/fixture-host.ts')).toContain('outside src/');
    expect(complaint('tests/ui/app.test.tsx', '../../src/ui/app.tsx')).toBeUndefined();
  });
});

describe('lessons are data', () => {
  test('they may name types of the engine', () => {
    expect(complaint('src/lessons/scenarios.ts', '../engine/actions.ts', true)).toBeUndefined();
  });

  test('they must not run it', () => {
    expect(complaint('src/lessons/scenarios.ts', '../engine/simulation.ts')).toContain('import type');
  });
});

describe('packages', () => {
  test('the engine and the lessons use none', () => {
    expect(complaint('src/engine/kernel.ts', 'd3')).toContain('must not import the package');
    expect(complaint('src/lessons/scenarios.ts', 'yaml')).toContain('must not import the package');
  });

  test('the page uses them', () => {
    expect(complaint('src/ui/app.tsx', 'react')).toBeUndefined();
    expect(complaint('src/ui/app.tsx', '@codemirror/view')).toBeUndefined();
  });

  test('only the command line uses Node, with or without the prefix', () => {
    expect(complaint('src/ui/app.tsx', 'node:fs')).toContain('runs in browsers');
    expect(complaint('src/engine/kernel.ts', 'fs')).toContain('runs in browsers');
    expect(complaint('src/cli/serve.ts', 'node:http')).toBeUndefined();
  });
});
