import type { Client } from '../api/api-server.ts';
import { fieldOf, resourceOf } from './downward-api.ts';
import { readValues } from './referenced-objects.ts';
import type { ContainerSpec, Machine, Pod, PodRecord } from './state.ts';

type Volume = NonNullable<NonNullable<Pod['spec']>['volumes']>[number];
type Source = { readonly kind: 'ConfigMap' | 'Secret'; readonly name: string; readonly optional: boolean; readonly keys: readonly string[] };

/** First problem with the ConfigMaps and Secrets that a pod's volumes show, in the words of the FailedMount event; `undefined` when all are there. */
export function mountProblem(client: Client, pod: Pod): string | undefined {
  const namespace = pod.metadata.namespace ?? '';
  for (const volume of pod.spec?.volumes ?? []) {
    for (const source of sourcesOf(volume)) {
      const problem = problemWith(client, namespace, source);
      if (problem !== undefined) return `MountVolume.SetUp failed for volume "${volume.name}" : ${problem}`;
    }
  }
  return undefined;
}

function sourcesOf(volume: Volume): Source[] {
  const sources: Source[] = [];
  const { configMap, secret, projected } = volume;
  if (configMap) sources.push({ kind: 'ConfigMap', name: configMap.name ?? '', optional: configMap.optional ?? false, keys: (configMap.items ?? []).map(({ key }) => key) });
  if (secret) sources.push({ kind: 'Secret', name: secret.secretName ?? '', optional: secret.optional ?? false, keys: (secret.items ?? []).map(({ key }) => key) });
  for (const part of projected?.sources ?? []) {
    if (part.configMap) sources.push({ kind: 'ConfigMap', name: part.configMap.name ?? '', optional: part.configMap.optional ?? false, keys: (part.configMap.items ?? []).map(({ key }) => key) });
    if (part.secret) sources.push({ kind: 'Secret', name: part.secret.name ?? '', optional: part.secret.optional ?? false, keys: (part.secret.items ?? []).map(({ key }) => key) });
  }
  return sources;
}

function problemWith(client: Client, namespace: string, source: Source): string | undefined {
  const read = readValues(client, source.kind, namespace, source.name);
  if (typeof read === 'string') return read;
  if (!read) return source.optional ? undefined : `${source.kind.toLowerCase()} "${source.name}" not found`;
  const missing = source.keys.find((key) => read[key] === undefined);
  if (missing === undefined || source.optional) return undefined;
  return source.kind === 'ConfigMap' ? `configmap references non-existent config key: ${missing}` : `references non-existent secret key: ${missing}`;
}

export type ReferencedEnv = { readonly env: Readonly<Record<string, string>> | undefined } | { readonly problem: string };

/**
 * Variables of a container that come from elsewhere: ConfigMaps, Secrets, the pod's own fields. `env` is undefined when there are
 * none; `problem` is the message of CreateContainerConfigError.
 */
export function resolveReferencedEnv(client: Client, machine: Machine, record: PodRecord, container: ContainerSpec): ReferencedEnv {
  const namespace = record.pod.metadata.namespace ?? '';
  const env: Record<string, string> = {};
  for (const { prefix = '', configMapRef, secretRef } of container.envFrom ?? []) {
    const reference = configMapRef ?? secretRef;
    if (!reference) continue;
    const kind = configMapRef ? 'ConfigMap' : 'Secret';
    const values = readValues(client, kind, namespace, reference.name ?? '');
    if (typeof values === 'string') return { problem: values };
    if (!values && !reference.optional) return { problem: `${kind.toLowerCase()} "${reference.name ?? ''}" not found` };
    for (const [key, value] of Object.entries(values ?? {})) env[prefix + key] = value;
  }
  for (const { name, valueFrom } of container.env ?? []) {
    if (!valueFrom) continue;
    if (valueFrom.fieldRef) env[name] = fieldOf(machine, record, valueFrom.fieldRef.fieldPath);
    if (valueFrom.resourceFieldRef) env[name] = resourceOf(machine, record, valueFrom.resourceFieldRef, valueFrom.resourceFieldRef.containerName || container.name);
    const reference = valueFrom.configMapKeyRef ?? valueFrom.secretKeyRef;
    if (!reference) continue;
    const kind = valueFrom.configMapKeyRef ? 'ConfigMap' : 'Secret';
    const values = readValues(client, kind, namespace, reference.name ?? '');
    if (typeof values === 'string') return { problem: values };
    const value = values?.[reference.key];
    if (value !== undefined) env[name] = value;
    else if (!reference.optional) return { problem: values ? `couldn't find key ${reference.key} in ${kind} ${namespace}/${reference.name ?? ''}` : `${kind.toLowerCase()} "${reference.name ?? ''}" not found` };
  }
  return { env: Object.keys(env).length > 0 ? env : undefined };
}

/** Whether anything of the pod refers to this object. */
export function refersTo(pod: Pod, kind: 'ConfigMap' | 'Secret', name: string): boolean {
  if ((pod.spec?.volumes ?? []).some((volume) => sourcesOf(volume).some((source) => source.kind === kind && source.name === name))) return true;
  const named = (reference: { readonly name?: string } | undefined): boolean => reference?.name === name;
  return [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])].some((container) =>
    (container.envFrom ?? []).some((from) => named(kind === 'ConfigMap' ? from.configMapRef : from.secretRef)) ||
    (container.env ?? []).some((from) => named(kind === 'ConfigMap' ? from.valueFrom?.configMapKeyRef : from.valueFrom?.secretKeyRef)));
}
