import { parseAmount } from '../api/amounts.ts';
import { goQuote } from '../api/schema/go-quote.ts';
import { nodeAddress } from './addresses.ts';
import type { Machine, PodRecord } from './state.ts';

/** The downward API's fields (pkg/fieldpath). */
export function fieldOf(machine: Machine, { pod, ip }: PodRecord, path: string): string {
  const { metadata, spec } = pod;
  const entry = /^metadata\.(labels|annotations)(?:\['([^']+)'\])?$/.exec(path);
  if (entry) {
    const values = entry[1] === 'labels' ? metadata.labels : metadata.annotations;
    return entry[2] === undefined ? formatMap(values ?? {}) : (values?.[entry[2]] ?? '');
  }
  const host = nodeAddress(machine.index);
  const fields: Readonly<Record<string, string | undefined>> = {
    'metadata.name': metadata.name, 'metadata.namespace': metadata.namespace, 'metadata.uid': metadata.uid, 'spec.nodeName': spec?.nodeName,
    'spec.serviceAccountName': spec?.serviceAccountName, 'status.hostIP': host, 'status.hostIPs': host, 'status.podIP': ip, 'status.podIPs': ip,
  };
  return fields[path] ?? '';
}

function formatMap(values: Readonly<Record<string, string>>): string {
  return Object.keys(values).sort().map((key) => `${key}=${goQuote(values[key] ?? '')}`).join('\n');
}

interface ResourceField {
  readonly resource: string;
  readonly divisor?: string | number;
}

/** A container's request or limit as a whole number of divisors, rounded up (pkg/api/v1/resource ExtractContainerResourceValue); without a limit, the node's. */
export function resourceOf(machine: Machine, { pod: { spec } }: PodRecord, { resource, divisor }: ResourceField, container: string): string {
  const [list = '', name = ''] = resource.split(/\.(.*)/);
  const { resources } = [...(spec.initContainers ?? []), ...spec.containers].find((candidate) => candidate.name === container) ?? {};
  const own = parseAmount((list === 'limits' ? resources?.limits : resources?.requests)?.[name]);
  const ofNode = name === 'cpu' ? machine.spec.cpuMillis / 1000 : name === 'memory' ? machine.spec.memoryBytes : 0;
  const amount = own ?? (list === 'limits' ? ofNode : 0);
  const unit = parseAmount(divisor) || 1;
  return String(Math.ceil(Number((amount / unit).toFixed(6))));
}
