/** What an image name means, spelled out (github.com/distribution/reference, ParseNormalizedNamed). */
export interface ImageReference {
  /** `docker.io` when the name has no registry. */
  readonly registry: string;
  /** with its registry: `docker.io/library/nginx`. */
  readonly repository: string;
  /** `latest` when there is neither tag nor digest. */
  readonly tag: string | undefined;
  readonly digest: string | undefined;
  /** registry, repository, and tag or digest: `docker.io/library/nginx:1.27`. */
  readonly canonical: string;
}

const PATH_COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const DIGEST = /^sha256:[a-f0-9]{64}$/;
const REGISTRY = /^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]+)?$/;
const NAME_LIMIT = 255;

const parsed = new Map<string, ImageReference | undefined>();
const REMEMBERED = 2_000;

/** Spells an image name out; `undefined` when it is none. */
export function parseImageReference(name: string): ImageReference | undefined {
  if (parsed.has(name)) return parsed.get(name);
  if (parsed.size >= REMEMBERED) parsed.clear();
  const reference = parse(name);
  parsed.set(name, reference);
  return reference;
}

/** What is wrong with a name that {@link parseImageReference} cannot read, in its words. */
export function imageNameProblem(name: string): string {
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  const hasRegistry = slash >= 0 && (/[.:A-Z]/.test(first) || first === 'localhost');
  const path = (hasRegistry ? name.slice(slash + 1) : name).replace(/:.*$/s, '');
  const remote = hasRegistry || path.includes('/') ? path : `library/${path}`;
  return remote === remote.toLowerCase() ? 'invalid reference format' : `invalid reference format: repository name (${remote}) must be lowercase`;
}

function parse(name: string): ImageReference | undefined {
  const at = name.indexOf('@');
  const digest = at < 0 ? undefined : name.slice(at + 1);
  if (digest !== undefined && !DIGEST.test(digest)) return undefined;
  const named = at < 0 ? name : name.slice(0, at);
  const colon = named.lastIndexOf(':');
  const hasTag = colon > named.lastIndexOf('/');
  const tag = hasTag ? named.slice(colon + 1) : undefined;
  if (tag !== undefined && !TAG.test(tag)) return undefined;

  const parts = (hasTag ? named.slice(0, colon) : named).split('/');
  const first = parts[0] ?? '';
  const hasRegistry = parts.length > 1 && (/[.:]/.test(first) || first === 'localhost');
  const registry = hasRegistry ? normalRegistry(first) : 'docker.io';
  const path = hasRegistry ? parts.slice(1) : parts;
  if (hasRegistry && !REGISTRY.test(first)) return undefined;
  if (!path.every((component) => PATH_COMPONENT.test(component))) return undefined;

  const official = registry === 'docker.io' && path.length === 1;
  const repository = `${registry}/${official ? 'library/' : ''}${path.join('/')}`;
  if (repository.length > NAME_LIMIT) return undefined;
  const shownTag = tag ?? (digest === undefined ? 'latest' : undefined);
  return { registry, repository, tag: shownTag, digest, canonical: digest ? `${repository}@${digest}` : `${repository}:${shownTag}` };
}

function normalRegistry(registry: string): string {
  return registry === 'index.docker.io' || registry === 'registry-1.docker.io' ? 'docker.io' : registry;
}

/** Host that answers for a registry: Docker Hub's name and its API's differ. */
export function registryHost(registry: string): string {
  return registry === 'docker.io' ? 'registry-1.docker.io' : registry;
}
