import type { PodView } from '../../worker/protocol.ts';

/** A version of a workload's pods while there are several. */
export interface PodVersion {
  /** what tells it from the others in short: the tag of an image, `:1.28`. */
  readonly label: string;
  readonly newest: boolean;
}

/** By {@link kinOf}, for pods of which there are several versions. */
export type NewestVersions = ReadonlyMap<string, NewestVersion>;

interface NewestVersion {
  readonly version: string;
  /** the container in which the versions differ. */
  readonly container: number;
}

export interface PodVersions {
  /** Takes a pod's old state out and its new one in. */
  replace(before: PodView | undefined, after: PodView | undefined): void;
  clear(): void;
  /** The same map as long as nothing changed in it. */
  readonly newest: NewestVersions;
}

interface Seen {
  count: number;
  /** when the first of its pods was made. */
  sinceMs: number;
}

const NONE: NewestVersions = new Map();

/** Keeps account of the versions that the pods of each workload are of: what a rollout or a canary is about. */
export function createPodVersions(): PodVersions {
  const versions = new Map<string, Map<string, Seen>>();
  let newest = NONE;

  function put(pod: PodView, kin: string, version: string): void {
    const known = versions.get(kin) ?? new Map<string, Seen>();
    const seen = known.get(version) ?? { count: 0, sinceMs: Infinity };
    seen.count++;
    seen.sinceMs = Math.min(seen.sinceMs, pod.createdAtMs);
    versions.set(kin, known.set(version, seen));
  }
  function take(kin: string, version: string): void {
    const known = versions.get(kin);
    const seen = known?.get(version);
    if (!known || !seen || --seen.count > 0) return;
    known.delete(version);
    if (known.size === 0) versions.delete(kin);
  }
  function settle(kin: string): void {
    const before = newest.get(kin);
    const now = newestOf(versions.get(kin));
    if (before?.version === now?.version && before?.container === now?.container) return;
    const next = new Map(newest);
    if (now) next.set(kin, now);
    else next.delete(kin);
    newest = next.size === 0 ? NONE : next;
  }

  return {
    replace(before, after) {
      const from = before && kinOf(before);
      const to = after && kinOf(after);
      const last = before && versionOf(before);
      const next = after && versionOf(after);
      if (from === to && last === next) return;
      if (from !== undefined && last !== undefined) take(from, last);
      if (after && to !== undefined && next !== undefined) put(after, to, next);
      if (from !== undefined) settle(from);
      if (to !== undefined && to !== from) settle(to);
    },
    clear() {
      versions.clear();
      newest = NONE;
    },
    get newest() {
      return newest;
    },
  };
}

/** The version of a pod, `null` when all its kin are of one. */
export function versionIn(newest: NewestVersions, pod: PodView): PodVersion | null {
  const found = newest.size === 0 ? undefined : newest.get(kinOf(pod));
  if (!found) return null;
  const version = versionOf(pod);
  return { label: labelOf(version.split('\n')[found.container] ?? ''), newest: version === found.version };
}

/** Pods of a workload that are made of the same containers: an operator may make others beside them. */
function kinOf({ workload, containers }: PodView): string {
  return `${workload} ${containers.flatMap(({ part, name }) => (part === 'main' ? [name] : [])).join(' ')}`;
}

function versionOf({ containers }: PodView): string {
  return containers.flatMap(({ part, image }) => (part === 'main' ? [image] : [])).join('\n');
}

function newestOf(known: ReadonlyMap<string, Seen> | undefined): NewestVersion | undefined {
  if (!known || known.size < 2) return undefined;
  const [[version] = ['']] = [...known].sort(([, a], [, b]) => b.sinceMs - a.sinceMs);
  const all = [...known.keys()].map((each) => each.split('\n'));
  const container = version.split('\n').findIndex((image, index) => all.some((images) => images[index] !== image));
  return { version, container: Math.max(0, container) };
}

/** `:1.28` of `nginx:1.28`; the image's own name when it has no tag. */
function labelOf(image: string): string {
  const name = image.slice(image.lastIndexOf('/') + 1);
  return /[:@].+$/.exec(name)?.[0] ?? name;
}
