import type { Connection } from '../api/api-server.ts';
import { isConnected, type Machine } from './state.ts';

/**
 * Of what runs on a node to the API server. A class that keeps hold of the machine: every heartbeat asks, and in a cluster of thousands what
 * has to be read for the answer is seldom in the processor's cache.
 */
export class NodeConnection implements Connection {
  private readonly machines: ReadonlyMap<string, Machine>;
  private readonly node: string;
  private readonly isServing: () => boolean;
  private machine: Machine | undefined;

  constructor(machines: ReadonlyMap<string, Machine>, node: string, isServing: () => boolean) {
    this.machines = machines;
    this.node = node;
    this.isServing = isServing;
    this.machine = machines.get(node);
  }

  isOpen(): boolean {
    // A machine that was removed is off: another may have its name since.
    if (!this.machine || !isConnected(this.machine)) this.machine = this.machines.get(this.node);
    return this.machine !== undefined && isConnected(this.machine) && this.isServing();
  }
}
