import '../../../../src/engine/api/schema/late-structure-table.ts';
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import descriptions from '../../../../src/engine/api/schema/generated/descriptions.json';
import { MODEL_TABLE } from '../../../../src/engine/api/schema/generated/structure.ts';
import type { FieldType } from '../../../../src/engine/api/schema/structure-table.ts';
import { modelStructure, rootStructures } from '../../../../src/engine/api/schema/structure-table.ts';

const generatedDir = new URL('../../../../src/engine/api/schema/generated/', import.meta.url);
const modelNames = MODEL_TABLE.split('\n').map((line) => line.slice(0, line.indexOf(' ')));

function clientModel(name: string): Promise<Record<string, { attributeTypeMap: readonly { baseName: string }[] }>> {
  return import(`../../../../node_modules/@kubernetes/client-node/dist/gen/models/${name}.js`);
}

function typeOf(model: string, field: string): FieldType | undefined {
  return modelStructure(model)?.fields.get(field)?.type;
}

describe('the structure table', () => {
  it('has every model that another refers to', () => {
    const innermost = (type: FieldType): FieldType => (type.kind === 'array' || type.kind === 'map' ? innermost(type.of) : type);
    for (const name of modelNames) {
      for (const field of modelStructure(name)?.fields.values() ?? []) {
        const type = innermost(field.type);
        if (type.kind === 'ref') expect(modelStructure(type.model), `${name}.${field.name}`).toBeDefined();
      }
    }
  });

  it('has the fields of the official client, no more and no fewer', async () => {
    for (const name of ['PodSpec', 'Container', 'ObjectMeta', 'ServiceSpec', 'NodeStatus', 'DeploymentStatus', 'DeleteOptions', 'ListMeta']) {
      const client = (await clientModel(`V1${name}`))[`V1${name}`];
      const expected = client?.attributeTypeMap.map((attribute) => attribute.baseName).sort();
      expect([...(modelStructure(name)?.fields.keys() ?? [])]).toEqual(expected);
    }
  });

  it('knows what the models do not tell', () => {
    expect(typeOf('ResourceRequirements', 'limits')).toEqual({ kind: 'map', of: { kind: 'quantity' } });
    expect(typeOf('EmptyDirVolumeSource', 'sizeLimit')).toEqual({ kind: 'quantity' });
    expect(typeOf('Secret', 'data')).toEqual({ kind: 'map', of: { kind: 'bytes' } });
    expect(typeOf('LeaseSpec', 'renewTime')).toEqual({ kind: 'microTime' });
    expect(typeOf('ServicePort', 'targetPort')).toEqual({ kind: 'intOrString' });
    expect(typeOf('ManagedFieldsEntry', 'fieldsV1')).toEqual({ kind: 'any' });
    expect(typeOf('Container', 'imagePullPolicy')).toEqual({ kind: 'string', goType: 'v1.PullPolicy' });
    expect(typeOf('PodSecurityContext', 'supplementalGroups')).toEqual({ kind: 'array', of: { kind: 'int64' } });
  });

  it('lists every kind once', () => {
    const kinds = rootStructures().map((root) => `${root.apiVersion}/${root.kind}`);
    expect(kinds).toContain('apps/v1/Deployment');
    expect(new Set(kinds).size).toBe(kinds.length);
  });

  it('is small: under 12 KB compressed', () => {
    expect(gzipSync(readFileSync(new URL('structure.ts', generatedDir))).length).toBeLessThan(12_000);
  });
});

describe('the descriptions', () => {
  it('tell of models and of fields', () => {
    expect(descriptions.DeploymentSpec['']).toBe('DeploymentSpec is the specification of the desired behavior of the Deployment.');
    expect(descriptions.DeploymentSpec.replicas).toMatch(/^Number of desired pods\./);
    expect(JSON.stringify(descriptions)).not.toMatch(/\*_\/|\\\\'/);
  });
});

describe('the generator', () => {
  it('leaves fresh output alone', () => {
    const script = new URL('../../../../scripts/generate-schemas.mjs', import.meta.url).pathname;
    execFileSync(process.execPath, [script, '--if-stale']);
    const before = statSync(new URL('types.ts', generatedDir)).mtimeMs;
    expect(execFileSync(process.execPath, [script, '--if-stale']).toString()).toBe('');
    expect(statSync(new URL('types.ts', generatedDir)).mtimeMs).toBe(before);
  });
});
