/** Numbers and reasons in the stage's words. */

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const MEBI = 1024 ** 2;
const GIBI = 1024 ** 3;

/** What to do while no pod is there; the shorter where there is little room. */
export const NOTHING_RUNS = ['Nothing is running yet. Apply the manifest in the editor.', 'Nothing is running yet. Apply the manifest.'] as const;

/** `12 s`, `5 min 56 s`, `2 h 3 min`. */
export function durationWords(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / SECOND_MS));
  if (durationMs < MINUTE_MS) return `${seconds} s`;
  if (durationMs < HOUR_MS) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3_600)} h ${Math.floor(seconds / 60) % 60} min`;
}

/** `62 %` */
export function percentWords(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** `4 cpu`, `0.5 cpu` */
export function cpuWords(cpuMillis: number): string {
  return `${trimmed(cpuMillis / 1_000)} cpu`;
}

/** `8 Gi`, `512 Mi` */
export function memoryWords(memoryBytes: number): string {
  return memoryBytes >= GIBI ? `${trimmed(memoryBytes / GIBI)} Gi` : `${Math.round(memoryBytes / MEBI)} Mi`;
}

/** `2 184`: groups of three, as the design writes large numbers. */
export function groupedNumber(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

/** A machine's memory as machines are sold, to the half gibibyte: `8 Gi`, of which the system keeps a little. */
export function machineMemoryWords(memoryBytes: number): string {
  return memoryBytes >= GIBI ? `${Math.round(2 * memoryBytes / GIBI) / 2} Gi` : memoryWords(memoryBytes);
}

/** The scheduler's sentence without what it says about preemption: `0/3 nodes: 2 Insufficient memory, 1 …`. */
export function shortReason(reason: string): string {
  const first = reason.split(/\. (?=\S)|\.$/, 1)[0] ?? '';
  return first.replace(' nodes are available', ' nodes').replace(/node\(s\) had /g, '').replace(/node\(s\) /g, '');
}

function trimmed(value: number): string {
  return String(Math.round(value * 10) / 10);
}
