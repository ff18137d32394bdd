import type { Json } from '../json.ts';
import type { Kernel } from '../kernel.ts';
import { lookUpImage, type CatalogueAnswer } from './image-catalogue.ts';
import { parseImageReference, type ImageReference } from './image-reference.ts';
import type { Registries } from './machines.ts';

/** Registries as nodes and checkpoints see them. */
export interface RegistryService extends Registries {
  /**
   * What a registry answers about an image; `undefined` when it does not answer. `declaredBytes` is the size of an image that the
   * pod itself vouches for.
   */
  ask(reference: ImageReference, declaredBytes: number | undefined): CatalogueAnswer | undefined;
  save(): Json;
}

interface SavedRegistries {
  readonly running: boolean;
  readonly broken: readonly string[];
}

export function createRegistries(_kernel: Kernel, saved?: Json): RegistryService {
  const state = saved as SavedRegistries | undefined | null;
  const broken = new Set<string>(state?.broken ?? []);
  let running = state?.running ?? true;

  /** A name with a tag or digest breaks that one image, a bare name every tag of its repository. */
  function isBroken(reference: ImageReference): boolean {
    return broken.has(reference.canonical) || broken.has(reference.repository);
  }
  function nameOf(image: string): string {
    const reference = parseImageReference(image);
    if (!reference) throw new Error(`"${image}" is not the name of an image`);
    const bare = reference.digest === undefined && !/:[^/]+$/.test(image);
    return bare ? reference.repository : reference.canonical;
  }

  return {
    get running() {
      return running;
    },
    stop() {
      running = false;
    },
    start() {
      running = true;
    },
    breakImage: (image) => void broken.add(nameOf(image)),
    mendImage(image) {
      if (!broken.delete(nameOf(image))) throw new Error(`image ${image} is not broken`);
    },
    brokenImages: () => [...broken].sort(),
    ask(reference, declaredBytes) {
      if (!running) return undefined;
      if (isBroken(reference)) return { found: false, missing: 'tag' };
      return declaredBytes === undefined ? lookUpImage(reference) : { found: true, bytes: declaredBytes };
    },
    save: () => ({ running, broken: [...broken] }),
  };
}
