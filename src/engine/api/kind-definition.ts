import type { JsonObject } from '../json.ts';
import type { Column } from './column.ts';
import type { KindValidation } from './kind-validation.ts';
import type { KindMap, KindName, KubeObject } from './object.ts';
import type { DecodeResult } from './schema/decode.ts';

/**
 * What the API server must know of a kind, but for what it refuses (`kind-validation.ts`) and how it is printed (`column.ts`). One file a kind
 * under `kinds/`; `kinds/registry.ts` lists them.
 */
export interface KindDefinition<K extends KindName = KindName> {
  /** the name it is served under: `kindNameOf`. */
  readonly kind: K;
  /** what its objects call their kind, where that is not {@link kind}: of custom kinds. */
  readonly wireKind?: string;
  /** `''` for the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  /** true when status is a subresource: then an ordinary update cannot change it, nor, as a rule, a status update anything else. */
  readonly hasStatus: boolean;
  /** true when metadata.generation counts changes of spec. */
  readonly hasGeneration: boolean;
  /** true when it counts changes of the annotations too, because they are copied to what the object makes. */
  readonly generationCountsAnnotations?: boolean;

  /** Fills in defaults as upstream's `SetDefaults_*`. Pure; unchanged parts are shared; hot specs are memoised by identity. */
  applyDefaults(object: KindMap[K]): KindMap[K];
  /** The registry strategy's PrepareForCreate: drops what a client may not set, sets first status. */
  prepareForCreate(object: KindMap[K]): KindMap[K];
  /** The last step before validation for kinds whose spec has the object's uid in it: the object with that uid, in its metadata too. */
  spellUid?(object: KindMap[K], uid: string): KindMap[K];
  /** PrepareForUpdate: keeps what this update may not change (status, immutable-by-dropping fields). */
  prepareForUpdate(next: KindMap[K], previous: KindMap[K]): KindMap[K];
  /** The status strategy's PrepareForUpdate, where a status update changes more than the status. */
  prepareForStatusUpdate?(next: KindMap[K], previous: KindMap[K]): KindMap[K];
  /** Finalizers that an object gets when somebody deletes it, because the server has to clear up after it. */
  readonly finalizersOnDelete?: readonly string[];
  /** What a custom kind brings along; for the others the schema tables and registries have it. */
  readonly custom?: CustomKind;
}

/** How the objects of a custom kind are read, refused, printed and scaled: by its CustomResourceDefinition. */
export interface CustomKind {
  /** apiVersions that may be sent. */
  readonly servedVersions: readonly string[];
  decode(sent: JsonObject): DecodeResult;
  readonly validation: KindValidation;
  readonly columns: readonly Column[];
  /** Whether metadata.generation stays. */
  isGenerationSame(next: KubeObject, previous: KubeObject): boolean;
  /** the scale subresource, where there is one. */
  readonly scale?: {
    replicas(object: KubeObject): number | undefined;
    current(object: KubeObject): number;
    /** as text; `''` when the object names none. */
    selector(object: KubeObject): string;
    withReplicas(object: KubeObject, replicas: number): KubeObject;
  };
  /** the OpenAPI v3 schema of the storage version. */
  readonly schema: object;
}
