import type { KindMap } from '../api/object.ts';
import { parseAmount } from '../api/amounts.ts';

/**
 * Annotations by which a pod says how its containers behave. Each holds for all containers of the pod; with the suffix
 * `.<container name>` for one, and then it comes first. A value that cannot be read counts as absent.
 *
 * | annotation | value | meaning |
 * |---|---|---|
 * | `kubarium.dev/image-size` | quantity, `120Mi` | the image exists, and is this big compressed; for images the catalogue does not know |
 * | `kubarium.dev/ports` | `8080,9090` | where it listens |
 * | `kubarium.dev/startup-seconds` | seconds | from its start until it accepts connections |
 * | `kubarium.dev/ready-after-seconds` | seconds | from its start until readiness requests succeed |
 * | `kubarium.dev/unhealthy-after-seconds` | seconds | from its start until liveness requests fail |
 * | `kubarium.dev/exit-after-seconds` | seconds | from its start until it ends by itself |
 * | `kubarium.dev/exit-code` | 0 to 255 | code of that end; 0 unless given |
 * | `kubarium.dev/shutdown-seconds` | seconds | from SIGTERM until it exits with 0 |
 * | `kubarium.dev/ignore-sigterm` | `true` | SIGTERM does nothing: only SIGKILL ends it |
 * | `kubarium.dev/memory` | quantity | memory it takes once it has started |
 * | `kubarium.dev/memory-growth` | quantity | memory it takes more with every second |
 * | `kubarium.dev/disk` | quantity | what it has written to the node's disk once it has started |
 * | `kubarium.dev/disk-growth` | quantity | what it writes more with every second |
 * | `kubarium.dev/cpu` | quantity | CPU it takes |
 * | `kubarium.dev/logs` | lines | what it prints when it starts |
 */
export interface BehaviourAnnotations {
  readonly imageBytes?: number;
  readonly ports?: readonly number[];
  readonly startupMs?: number;
  readonly readyAfterMs?: number;
  readonly unhealthyAfterMs?: number;
  readonly exitAfterMs?: number;
  readonly exitCode?: number;
  readonly shutdownMs?: number;
  readonly ignoreSigterm?: boolean;
  readonly memoryBytes?: number;
  /** bytes a second, as below. */
  readonly memoryGrowth?: number;
  readonly diskBytes?: number;
  readonly diskGrowth?: number;
  readonly cpuMillis?: number;
  readonly logs?: readonly string[];
}

export const ANNOTATION_PREFIX = 'kubarium.dev/';
const NONE: BehaviourAnnotations = {};

/** What a pod's annotations say about one of its containers. */
export function readAnnotations(pod: KindMap['Pod'], container: string): BehaviourAnnotations {
  const { annotations } = pod.metadata;
  if (!annotations || !hasAny(annotations)) return NONE;
  const read = (name: string): string | undefined => annotations[`${ANNOTATION_PREFIX}${name}.${container}`] ?? annotations[ANNOTATION_PREFIX + name];
  const found = {
    imageBytes: parseAmount(read('image-size')),
    ports: ports(read('ports')),
    startupMs: milliseconds(read('startup-seconds')),
    readyAfterMs: milliseconds(read('ready-after-seconds')),
    unhealthyAfterMs: milliseconds(read('unhealthy-after-seconds')),
    exitAfterMs: milliseconds(read('exit-after-seconds')),
    exitCode: exitCode(read('exit-code')),
    shutdownMs: milliseconds(read('shutdown-seconds')),
    ignoreSigterm: read('ignore-sigterm') === 'true' ? true : undefined,
    memoryBytes: parseAmount(read('memory')),
    memoryGrowth: parseAmount(read('memory-growth')),
    diskBytes: parseAmount(read('disk')),
    diskGrowth: parseAmount(read('disk-growth')),
    cpuMillis: thousandfold(parseAmount(read('cpu'))),
    logs: read('logs')?.split('\n'),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

function hasAny(annotations: Readonly<Record<string, string>>): boolean {
  for (const name in annotations) if (name.startsWith(ANNOTATION_PREFIX)) return true;
  return false;
}

function milliseconds(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d+(\.\d+)?$/.test(text)) return undefined;
  return Math.round(Number(text) * 1000);
}

function exitCode(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,3}$/.test(text) && Number(text) <= 255 ? Number(text) : undefined;
}

function thousandfold(amount: number | undefined): number | undefined {
  return amount === undefined ? undefined : amount * 1000;
}

function ports(text: string | undefined): readonly number[] | undefined {
  if (text === undefined || !/^\s*\d{1,5}(\s*,\s*\d{1,5})*\s*$/.test(text)) return undefined;
  return text.split(',').map(Number);
}
