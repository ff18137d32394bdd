import type { Machine } from './state.ts';

const MACHINES_A_BLOCK = 200;
const PODS_A_NODE = 256;

/** A machine's own address: 192.168.49.10, .11, … */
export function nodeAddress(index: number): string {
  return `192.168.${49 + Math.floor(index / MACHINES_A_BLOCK)}.${10 + (index % MACHINES_A_BLOCK)}`;
}

/** The /24 a node's pods get when nobody else assigns one: 10.244.1.0/24 for the first; beyond 256 nodes outside the service range 10.96.0.0/12. */
export function podRangeOf(index: number): string {
  const number = index + 1;
  const block = Math.floor(number / PODS_A_NODE);
  return `10.${block === 0 ? 244 : 127 + block}.${number % PODS_A_NODE}.0/24`;
}

/**
 * The next free address of a node's range, going round as the host-local plugin does; `undefined` when all are taken. Network,
 * gateway and broadcast address are left out.
 */
export function nextPodAddress(machine: Machine, range: string): string | undefined {
  const [network = '', lengthText = '24'] = range.split('/');
  const size = 2 ** (32 - Number(lengthText));
  const first = toNumber(network);
  for (let tries = 0; tries < size; tries++) {
    machine.lastAddress = machine.lastAddress + 1 > size - 2 ? 2 : machine.lastAddress + 1;
    const address = toText(first + machine.lastAddress);
    if (!isTaken(machine, address)) return address;
  }
  return undefined;
}

function isTaken(machine: Machine, address: string): boolean {
  for (const { ip } of machine.pods.values()) if (ip === address) return true;
  return false;
}

function toNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function toText(address: number): string {
  return `${Math.floor(address / 2 ** 24) % 256}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
}
