import { CLEANUP_FINALIZER } from '../api/kinds/custom-resource-definition.ts';
import { isSame } from '../api/equality.ts';
import type { KindMap } from '../api/object.ts';
import { customKindName } from '../custom-resources/custom-kind.ts';
import { formatTime } from '../time-format.ts';
import type { Controller, ControllerContext, ControllerDefinition } from './controller.ts';

type Definition = KindMap['CustomResourceDefinition'];
type Condition = NonNullable<NonNullable<Definition['status']>['conditions']>[number];
type Names = Definition['spec']['names'];

/**
 * What the API server itself does about CustomResourceDefinitions: accepts their names, establishes them, and clears up after them
 * (apiextensions-apiserver/pkg/controller: status, establish, finalizer).
 */
export const customResourceDefinitionController: ControllerDefinition = {
  name: 'apiextensions-apiserver',
  watches: 'lasting',
  create,
};

function create(context: ControllerContext): Controller {
  const { client } = context;
  /** names of the definitions that wait for their objects to go, by the kind of these. */
  const clearing = new Map<string, string>();

  function accept(definition: Definition): void {
    const { spec, status } = definition;
    const others = client.list('CustomResourceDefinition').filter(({ metadata }) => metadata.name !== definition.metadata.name);
    const problem = firstConflict(spec.names, others.filter((other) => other.spec.group === spec.group));
    const before = status?.conditions ?? [];
    const accepted: Condition = problem
      ? { type: 'NamesAccepted', status: 'False', ...problem }
      : { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts', message: 'no conflicts found' };
    const isEstablished = before.some(({ type, status: value }) => type === 'Established' && value === 'True');
    const established: Condition = problem && !isEstablished
      ? { type: 'Established', status: 'False', reason: 'NotAccepted', message: 'not all names are accepted' }
      : { type: 'Established', status: 'True', reason: 'InitialNamesAccepted', message: 'the initial names have been accepted' };
    const next: Definition = {
      ...definition,
      status: { ...status, ...(problem ? {} : { acceptedNames: spec.names }), conditions: withConditions(before, [accepted, established], context.now()) },
    };
    if (!isSame(next.status, status)) client.updateStatus<'CustomResourceDefinition'>(next, { note: problem ? 'names are taken' : 'established' });
  }

  function clear(definition: Definition): void {
    const { name = '', finalizers = [] } = definition.metadata;
    if (!finalizers.includes(CLEANUP_FINALIZER)) return;
    const kind = customKindName(definition);
    const objects = client.kinds.has(kind) ? client.list(kind) : [];
    if (objects.length > 0) {
      clearing.set(kind, name);
      const condition = { type: 'Terminating', status: 'True', reason: 'InstanceDeletionInProgress', message: 'CustomResource deletion is in progress' };
      const conditions = withConditions(definition.status?.conditions ?? [], [condition], context.now());
      client.updateStatus<'CustomResourceDefinition'>({ ...definition, status: { ...definition.status, conditions } });
      for (const { metadata } of objects) {
        if (!metadata.deletionTimestamp) client.delete(kind, metadata.namespace ?? '', metadata.name ?? '', { note: `CustomResourceDefinition ${name} is being deleted` });
      }
      return;
    }
    clearing.delete(kind);
    const live = client.get('CustomResourceDefinition', '', name);
    if (!live) return;
    const { finalizers: _held, ...metadata } = live.metadata;
    const left = finalizers.filter((finalizer) => finalizer !== CLEANUP_FINALIZER);
    client.update<'CustomResourceDefinition'>({ ...live, metadata: left.length > 0 ? { ...metadata, finalizers: left } : metadata }, { note: 'its objects are gone' });
  }

  return {
    watches: {
      CustomResourceDefinition({ type, object }) {
        if (type !== 'DELETED') context.enqueue(object.metadata.name ?? '');
        // Names that were taken may be free now.
        else for (const other of client.select('CustomResourceDefinition')) context.enqueue(other.metadata.name ?? '');
      },
      lasting({ type, kind }) {
        const name = type === 'DELETED' && clearing.size > 0 ? clearing.get(kind) : undefined;
        if (name !== undefined) context.enqueue(name);
      },
    },
    resync() {
      if (client.reachable()) for (const { metadata } of client.list('CustomResourceDefinition')) context.enqueue(metadata.name ?? '');
    },
    reconcile(name) {
      const definition = client.get('CustomResourceDefinition', '', name);
      if (!definition) return;
      if (definition.metadata.deletionTimestamp) clear(definition);
      else accept(definition);
    },
    save: () => [...clearing],
    load(saved) {
      for (const [kind, name] of saved as unknown as readonly (readonly [string, string])[]) clearing.set(kind, name);
    },
  };
}

function firstConflict(names: Names, others: readonly Definition[]): Pick<Condition, 'reason' | 'message'> | undefined {
  const taken = new Set(others.flatMap(({ status }) => {
    const { plural = '', singular = '', shortNames = [], kind = '' } = status?.acceptedNames ?? {};
    return [plural, singular, ...shortNames, kind].filter((name) => name !== '');
  }));
  if (taken.has(names.plural)) return { reason: 'PluralConflict', message: `"${names.plural}" is already in use` };
  if (names.singular && taken.has(names.singular)) return { reason: 'SingularConflict', message: `"${names.singular}" is already in use` };
  const short = names.shortNames?.filter((name) => taken.has(name)) ?? [];
  if (short.length > 0) return { reason: 'ShortNamesConflict', message: `"${short.join('", "')}" is already in use` };
  if (taken.has(names.kind)) return { reason: 'KindConflict', message: `"${names.kind}" is already in use` };
  return undefined;
}

function withConditions(before: readonly Condition[], next: readonly Condition[], nowMs: number): readonly Condition[] {
  const written = next.map((condition) => {
    const old = before.find(({ type }) => type === condition.type);
    const lastTransitionTime = old?.status === condition.status ? old.lastTransitionTime : formatTime(nowMs);
    return { ...condition, ...(lastTransitionTime === undefined ? {} : { lastTransitionTime }) };
  });
  return [...before.filter(({ type }) => !next.some((condition) => condition.type === type)), ...written];
}
