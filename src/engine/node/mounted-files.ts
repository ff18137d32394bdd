import type { Client } from '../api/api-server.ts';
import { readValues } from './referenced-objects.ts';
import { fieldOf, resourceOf } from './downward-api.ts';
import type { ContainerSpec, Machine, Pod, PodRecord } from './state.ts';

type Volume = NonNullable<NonNullable<Pod['spec']>['volumes']>[number];
type Files = Record<string, string>;

/** So much of what volumes hold is kept for a process that may read it. */
const KEPT_CHARACTERS = 16_384;

/**
 * What a container finds in its files from ConfigMaps, Secrets and the downward API, and in `/etc/hosts`, by path: only what its command line
 * mentions, because nobody else reads it. `undefined` when that is nothing.
 */
export function mountedFiles(client: Client, machine: Machine, record: PodRecord, container: ContainerSpec): Readonly<Files> | undefined {
  if (container.command === undefined && container.args === undefined) return undefined;
  const line = [...(container.command ?? []), ...(container.args ?? [])].join(' ');
  const files: Files = {};
  let room = KEPT_CHARACTERS;
  const keep = (path: string, text: string): void => {
    if (text.length > room) return;
    room -= text.length;
    files[path] = text;
  };
  if (line.includes('/etc/hosts')) keep('/etc/hosts', hostsFile(record));
  for (const { name, mountPath, subPath } of container.volumeMounts ?? []) {
    const directory = mountPath.replace(/\/$/, '');
    if (!line.includes(directory)) continue;
    const volume = record.pod.spec.volumes?.find((candidate) => candidate.name === name);
    if (!volume) continue;
    for (const [path, text] of Object.entries(filesOf(client, machine, record, volume))) {
      if (subPath === undefined) keep(`${directory}/${path}`, text);
      else if (path === subPath) keep(directory, text);
    }
  }
  return Object.keys(files).length > 0 ? files : undefined;
}

function filesOf(client: Client, machine: Machine, record: PodRecord, { configMap, secret, downwardAPI, projected }: Volume): Files {
  const namespace = record.pod.metadata.namespace ?? '';
  const chosen = (kind: 'ConfigMap' | 'Secret', name: string | undefined, items: readonly { readonly key: string; readonly path: string }[] | undefined): Files => {
    const values = readValues(client, kind, namespace, name ?? '');
    if (typeof values !== 'object') return {};
    return items ? Object.fromEntries(items.map(({ key, path }) => [path, values[key] ?? ''])) : { ...values };
  };
  const fields = (items: NonNullable<NonNullable<Volume['downwardAPI']>['items']>): Files => Object.fromEntries(items.map(({ path, fieldRef, resourceFieldRef }) => {
    if (fieldRef) return [path, fieldOf(machine, record, fieldRef.fieldPath)];
    return [path, resourceFieldRef ? resourceOf(machine, record, resourceFieldRef, resourceFieldRef.containerName ?? '') : ''];
  }));
  const files: Files = {};
  if (configMap) Object.assign(files, chosen('ConfigMap', configMap.name, configMap.items));
  if (secret) Object.assign(files, chosen('Secret', secret.secretName, secret.items));
  if (downwardAPI) Object.assign(files, fields(downwardAPI.items ?? []));
  for (const part of projected?.sources ?? []) {
    if (part.configMap) Object.assign(files, chosen('ConfigMap', part.configMap.name, part.configMap.items));
    if (part.secret) Object.assign(files, chosen('Secret', part.secret.name, part.secret.items));
    if (part.downwardAPI) Object.assign(files, fields(part.downwardAPI.items ?? []));
  }
  return files;
}

/** pkg/kubelet/kubelet_pods.go managedHostsFileContent. */
function hostsFile({ pod: { metadata, spec }, ip = '' }: PodRecord): string {
  const lines = [
    '# Kubernetes-managed hosts file.', '127.0.0.1\tlocalhost', '::1\tlocalhost ip6-localhost ip6-loopback', 'fe00::\tip6-localnet', 'fe00::\tip6-mcastprefix',
    'fe00::1\tip6-allnodes', 'fe00::2\tip6-allrouters', `${ip}\t${spec.hostname ?? metadata.name ?? ''}`,
  ];
  const aliases = (spec.hostAliases ?? []).map(({ ip: address, hostnames = [] }) => [address, ...hostnames].join('\t'));
  if (aliases.length > 0) lines.push('', '# Entries added by HostAliases.', ...aliases);
  return `${lines.join('\n')}\n`;
}
