import { isSame } from '../../api/equality.ts';
import type { KindMap } from '../../api/object.ts';

type PodTemplate = KindMap['Deployment']['spec']['template'];

/** The label that tells the pods of one ReplicaSet of a Deployment from those of another. */
export const TEMPLATE_HASH_LABEL = 'pod-template-hash';

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
/** No vowels and no 0, 1, 3, so that no words come out (apimachinery/pkg/util/rand). */
const SAFE_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/**
 * The value of {@link TEMPLATE_HASH_LABEL}: FNV-32a of the template, its decimal digits spelled in the safe alphabet
 * (pkg/controller/controller_utils.go ComputeHash). Upstream hashes Go's dump of the structure; here its JSON with sorted keys is hashed.
 */
export function templateHash(template: PodTemplate, collisionCount: number | undefined): string {
  let hash = FNV_OFFSET;
  const add = (byte: number): void => {
    hash = Math.imul(hash ^ byte, FNV_PRIME) >>> 0;
  };
  const text = canonicalJson(template);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    add(unit & 0xff);
    if (unit > 0xff) add(unit >>> 8);
  }
  if (collisionCount !== undefined) for (let shift = 0; shift < 64; shift += 8) add(shift < 32 ? (collisionCount >>> shift) & 0xff : 0);
  return [...String(hash)].map((digit) => SAFE_ALPHABET[digit.charCodeAt(0) % SAFE_ALPHABET.length]).join('');
}

function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`;
}

/** Whether two templates make the same pods but for the hash label (pkg/controller/deployment/util EqualIgnoreHash). */
export function isSameTemplate(a: PodTemplate, b: PodTemplate): boolean {
  return a === b || (isSame(a.spec, b.spec) && isSame(metadataWithoutHash(a), metadataWithoutHash(b)));
}

function metadataWithoutHash({ metadata = {} }: PodTemplate): Omit<NonNullable<PodTemplate['metadata']>, 'labels'> & { readonly labels: object } {
  return { ...metadata, labels: labelsWithoutHash(metadata.labels) };
}

/** The template as a Deployment has it: without the hash label. */
export function templateWithoutHash(template: PodTemplate): PodTemplate {
  return { ...template, metadata: { ...template.metadata, labels: labelsWithoutHash(template.metadata?.labels) } };
}

function labelsWithoutHash(labels: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => name !== TEMPLATE_HASH_LABEL));
}
