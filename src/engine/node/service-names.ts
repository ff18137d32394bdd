import { UnreachableError } from '../api/errors.ts';
import { behaviourAt, type KubeletContext } from './kubelet-context.ts';
import type { KnownName } from './process-world.ts';
import type { Machine, PodRecord } from './state.ts';

/** What one look-up leads to may ask for more. */
const ROUNDS = 8;

/**
 * Looks for the Services that a container's process asks for by name and has not found so far; who still misses some is told of new ones.
 * Returns whether any was found: the process goes another way then.
 */
export function learnNames(context: KubeletContext, machine: Machine, record: PodRecord, index: number): boolean {
  const instance = record.containers[index]?.current;
  if (!instance || instance.startedMs === undefined) return false;
  let found = false;
  for (let round = 0; round < ROUNDS; round++) {
    const asks = behaviourAt(record, index)?.program.asks ?? [];
    if (asks.length === 0) return found;
    context.asking.set(record.uid, machine.spec.name);
    const news: Record<string, KnownName> = {};
    for (const name of asks) {
      const address = addressOf(context, machine, name);
      if (address !== undefined) news[name] = { afterMs: context.kernel.now() - instance.startedMs, address };
    }
    instance.names = { ...instance.names, ...news };
    if (Object.keys(news).length === 0) return found;
    found = true;
  }
  return found;
}

function addressOf(context: KubeletContext, machine: Machine, service: string): string | undefined {
  const [namespace = '', name = ''] = service.split('/');
  try {
    const spec = context.client(machine).get('Service', namespace, name)?.spec;
    return spec && (spec.clusterIP ?? '');
  } catch (error) {
    if (error instanceof UnreachableError) return undefined;
    throw error;
  }
}

/** Whether some process of the pod has asked for Services: kept with it, so that it is known again after a restore. */
export function hasAsked({ containers }: PodRecord): boolean {
  return containers.some(({ state, current }) => state === 'running' && current?.names !== undefined);
}
