import type { Client } from '../api/api-server.ts';
import { isSame } from '../api/equality.ts';
import { isStatus } from '../api/errors.ts';
import { controllerOf } from '../api/object.ts';
import type { PodTemplate } from '../api/pod-spec/pod-types.ts';
import { utf8Bytes } from '../api/schema/base64.ts';
import { matchesSelector } from '../api/selectors.ts';
import { adoptedBy, controllerReference } from './controller-reference.ts';
import { inOrder, templatePatch, type ControllerRevision, type RevisionedWorkload } from './template-revision.ts';

export { templateOfRevision, templatePatch, type ControllerRevision, type RevisionedWorkload } from './template-revision.ts';

const HASH_LABEL = 'controller.kubernetes.io/hash';
/** Names leave room for a dash and the hash within 253 characters. */
const LONGEST_PREFIX = 223;

/**
 * The ControllerRevisions of workloads (pkg/controller/history/controller_history.go). All calls throw what the API refuses with.
 */
export interface ControllerHistory {
  /** Revisions that the workload controls or may adopt: those that its selector matches and nobody else controls. Oldest first. */
  list(workload: RevisionedWorkload): ControllerRevision[];
  /** Makes the workload the controller of those in its {@link list} that have none. */
  adoptOrphans(workload: RevisionedWorkload): void;
  /**
   * Makes a revision of {@link newRevision}. A name that is taken by another template is made anew with a higher collision count; what
   * is there already with the same data is taken for the one that was to be made.
   */
  create(workload: RevisionedWorkload, revision: ControllerRevision, collisionCount: number): { readonly revision: ControllerRevision; readonly collisionCount: number };
  /** Gives a revision another number; the same object when it has it. */
  renumber(revision: ControllerRevision, number: number): ControllerRevision;
  /** Deletes the oldest of the `revisions`, which are in order, that are not `live` by name, until `limit` of those remain. A negative limit keeps all. */
  trim(revisions: readonly ControllerRevision[], live: ReadonlySet<string>, limit: number): void;
}

export function createHistory(client: Client): ControllerHistory {
  function list({ metadata, spec }: RevisionedWorkload): ControllerRevision[] {
    const { namespace = '', uid } = metadata;
    const { selector } = spec;
    const labelled = client.select('ControllerRevision', { namespace, ...(selector.matchLabels ? { labels: selector.matchLabels } : {}) });
    const own = labelled.filter((revision) => {
      const owner = controllerOf(revision);
      return (!owner || owner.uid === uid) && matchesSelector(selector, revision.metadata.labels);
    });
    return inOrder(own);
  }

  return {
    list,
    adoptOrphans(workload) {
      for (const revision of list(workload)) {
        if (controllerOf(revision)) continue;
        const note = `adopted by ${workload.kind} ${workload.metadata.name ?? ''}`;
        client.update<'ControllerRevision'>({ ...revision, metadata: adoptedBy(revision.metadata, workload) }, { note });
      }
    },
    create(workload, revision, firstCount) {
      const { name = '', namespace = '' } = workload.metadata;
      for (let collisionCount = firstCount; ; collisionCount++) {
        const named = { ...revision, metadata: { ...revision.metadata, name: revisionName(name, revisionHash(revision.data, collisionCount)) } };
        try {
          return { revision: client.create<'ControllerRevision'>(named), collisionCount };
        } catch (error) {
          if (!isStatus(error, 'AlreadyExists')) throw error;
        }
        const found = client.get('ControllerRevision', namespace, named.metadata.name);
        if (found && isSame(found.data, named.data)) return { revision: found, collisionCount };
      }
    },
    renumber(revision, number) {
      if (revision.revision === number) return revision;
      return client.update<'ControllerRevision'>({ ...revision, revision: number }, { note: `became revision ${number}` });
    },
    trim(revisions, live, limit) {
      const old = revisions.filter(({ metadata }) => !live.has(metadata.name ?? ''));
      if (limit < 0) return;
      for (const { metadata } of old.slice(0, Math.max(0, old.length - limit))) {
        client.delete('ControllerRevision', metadata.namespace ?? '', metadata.name ?? '', { note: 'revisionHistoryLimit' });
      }
    },
  };
}

/** The number after the highest of revisions that are in order. */
export function nextRevisionNumber(revisions: readonly ControllerRevision[]): number {
  return (revisions.at(-1)?.revision ?? 0) + 1;
}

/** A revision of the workload's present template, as it would be created (NewControllerRevision). */
export function newRevision(workload: RevisionedWorkload, number: number, collisionCount: number): ControllerRevision {
  const { name = '', namespace = '' } = workload.metadata;
  const data = templatePatch(workload.spec.template);
  const hash = revisionHash(data, collisionCount);
  return {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name: revisionName(name, hash),
      namespace,
      labels: { ...workload.spec.template.metadata?.labels, [HASH_LABEL]: hash },
      ownerReferences: [controllerReference(workload)],
    },
    data,
    revision: number,
  };
}

/** The newest of revisions in order that keep this template (FindEqualRevisions). */
export function revisionOfTemplate(revisions: readonly ControllerRevision[], template: PodTemplate): ControllerRevision | undefined {
  const wanted = templatePatch(template);
  return revisions.findLast(({ data }) => isSame(data, wanted));
}

/** `prefix-hash` (ControllerRevisionName). */
export function revisionName(prefix: string, hash: string): string {
  return `${prefix.slice(0, LONGEST_PREFIX)}-${hash}`;
}

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
/** No vowels and no 0, 1, 3, so that no words come out (apimachinery/pkg/util/rand). */
const SAFE_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** FNV-1 of the data as Go writes it, and of the collision count, spelled in the safe alphabet (HashControllerRevision). */
export function revisionHash(data: unknown, collisionCount: number): string {
  let hash = FNV_OFFSET;
  for (const byte of utf8Bytes(`${goJson(data)}${collisionCount}`)) hash = (Math.imul(hash, FNV_PRIME) ^ byte) >>> 0;
  return [...String(hash)].map((digit) => SAFE_ALPHABET[digit.charCodeAt(0) % SAFE_ALPHABET.length]).join('');
}

/** What encoding/json writes of maps: keys in order, and nothing that HTML would take amiss. */
function goJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goJson).join(',')}]`;
  if (typeof value === 'string') return goString(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => `${goString(name)}:${goJson(member)}`).join(',')}}`;
}

function goString(text: string): string {
  return JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
