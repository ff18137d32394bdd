import { longDigest } from './long-digest.ts';
import { bytesOfTag, type ImageModel } from './image-model.ts';
import type { ImageReference } from './image-reference.ts';
import { NGINX_IMAGE } from './images-nginx.ts';

/** Where images of the project were before: old manifests still name it, and are sent on. */
const FORMER_REGISTRY = /^(?:k8s\.gcr\.io|gcr\.io\/google[_-]containers)\//;
const BY_REPOSITORY = new Map<string, ImageModel>();

/** Adds images to the catalogue: those that no cluster begins with come with `late-models.ts`. */
export function addImages(images: readonly ImageModel[]): void {
  for (const image of images) BY_REPOSITORY.set(image.repository, image);
}

addImages([NGINX_IMAGE]);

/** The model of a repository's images, whatever the tag; `undefined` when the catalogue does not know the repository. */
export function findImageModel(reference: ImageReference): ImageModel | undefined {
  return BY_REPOSITORY.get(reference.repository.replace(FORMER_REGISTRY, 'registry.k8s.io/'));
}

/** What registries answer about an image. */
export type CatalogueAnswer = { readonly found: true; readonly bytes: number } | { readonly found: false; readonly missing: 'repository' | 'tag' };

/** Whether an image exists, and its compressed size in bytes. A digest is taken for one of the repository's. */
export function lookUpImage(reference: ImageReference): CatalogueAnswer {
  const model = findImageModel(reference);
  if (!model) return { found: false, missing: 'repository' };
  const bytes = reference.tag === undefined ? model.bytes : bytesOfTag(model, reference.tag);
  return bytes === undefined ? { found: false, missing: 'tag' } : { found: true, bytes };
}

/** The digest by which a node names an image: as given, or a stand-in made from the name. */
export function digestOf(reference: ImageReference): string {
  return reference.digest ?? `sha256:${longDigest(reference.canonical)}`;
}

/** Repositories of the catalogue, sorted: what an editor can suggest. */
export function catalogueRepositories(): readonly string[] {
  return [...BY_REPOSITORY.keys()].sort();
}
