import { describe, expect, test } from 'vitest';
import { nodeComplaint, packagesAreInstalled } from '../../scripts/set-up.mjs';
import { temporaryFolder } from './temporary-folder.ts';

interface Package {
  readonly version: string;
  readonly integrity?: string;
  readonly optional?: boolean;
}

const D3: Package = { version: '7.9.0', integrity: 'sha512-a' };

function installed(wanted: Readonly<Record<string, Package>>, found?: Readonly<Record<string, Package>>): boolean {
  const withRoot = { '': { version: '0.1.0' }, ...wanted };
  return packagesAreInstalled(temporaryFolder({
    'package-lock.json': JSON.stringify({ packages: withRoot }),
    ...(found ? { 'node_modules/.package-lock.json': JSON.stringify({ packages: found }) } : {}),
  }));
}

describe('packages count as installed', () => {
  test('when all of the lockfile is there', () => {
    expect(installed({ 'node_modules/d3': D3 }, { 'node_modules/d3': D3 })).toBe(true);
  });

  test('when only optional ones, made for other platforms, are missing', () => {
    expect(installed({ 'node_modules/d3': D3, 'node_modules/fsevents': { version: '2.3.3', optional: true } }, { 'node_modules/d3': D3 })).toBe(true);
  });

  test('not in a fresh clone', () => {
    expect(installed({ 'node_modules/d3': D3 })).toBe(false);
  });

  test('not when one is missing', () => {
    expect(installed({ 'node_modules/d3': D3, 'node_modules/react': { version: '19.0.0' } }, { 'node_modules/d3': D3 })).toBe(false);
  });

  test('not when the lockfile has come to name another version', () => {
    expect(installed({ 'node_modules/d3': { ...D3, version: '7.9.1' } }, { 'node_modules/d3': D3 })).toBe(false);
  });

  test('not when the lockfile has come to name other contents', () => {
    expect(installed({ 'node_modules/d3': { ...D3, integrity: 'sha512-b' } }, { 'node_modules/d3': D3 })).toBe(false);
  });
});

describe('the version of Node', () => {
  test.each(['20.19.0', '20.20.1', '22.0.0', '24.1.0'])('%s will do', (version) => {
    expect(nodeComplaint(version)).toBeUndefined();
  });

  test.each(['18.20.0', '20.18.3'])('%s is too old, and the message says what to do', (version) => {
    expect(nodeComplaint(version)).toMatch(/needs Node 20\.19 or newer.*https:\/\/nodejs\.org/);
  });
});
