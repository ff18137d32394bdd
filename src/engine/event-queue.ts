import type { ObjectReference } from './api/reference.ts';
import { invariant } from './invariant.ts';
import type { Json } from './json.ts';

/** What a pending event makes people wait for: shown as "waiting for `label`, 31 s left". */
export interface Wait {
  /** Kubernetes' name of the timer: `node-monitor-grace-period`, `tolerationSeconds`, `image pull`, `terminationGracePeriodSeconds`. */
  readonly label: string;
  readonly subject: ObjectReference | null;
  readonly dueAtMs: number;
}

/** Something that will happen at a simulated moment. Plain JSON: `handler` names the code, `data` is its argument. */
export interface QueuedEvent {
  /** order of scheduling; with `atMs` it orders all events totally. */
  readonly id: number;
  readonly atMs: number;
  readonly handler: string;
  readonly data: Json;
  /** cause that was at work when it was scheduled; 0 for none. */
  readonly cause: number;
  /** true for the heartbeat of an idle cluster (lease renewals, periodic checks): nothing a person would wait for. */
  readonly routine: boolean;
  readonly wait?: { readonly label: string; readonly subject: ObjectReference | null };
}

/** Events ordered by (time, sequence), routine ones apart so that "what will happen next that matters" is one look. */
export interface EventQueue {
  readonly size: number;
  push(event: QueuedEvent): void;
  /** Takes an event out before it is due; false when it is gone already. */
  cancel(id: number): boolean;
  peek(): QueuedEvent | undefined;
  /** the next event that is not routine. */
  peekNotable(): QueuedEvent | undefined;
  pop(): QueuedEvent | undefined;
  /** pending events in (time, sequence) order. */
  save(): QueuedEvent[];
}

export function createEventQueue(saved: readonly QueuedEvent[] = []): EventQueue {
  const alive = new Set<number>();
  const notable = createHeap(alive);
  const routine = createHeap(alive);

  const queue: EventQueue = {
    get size() {
      return alive.size;
    },
    push(event) {
      if (alive.has(event.id)) invariant(false, `event ${event.id} queued twice`);
      alive.add(event.id);
      (event.routine ? routine : notable).push(event);
    },
    cancel: (id) => alive.delete(id),
    peek() {
      const a = notable.peek();
      const b = routine.peek();
      if (!a || !b) return a ?? b;
      return isBefore(a, b) ? a : b;
    },
    peekNotable: () => notable.peek(),
    pop() {
      const first = queue.peek();
      if (!first) return undefined;
      (first.routine ? routine : notable).pop();
      alive.delete(first.id);
      return first;
    },
    save() {
      const all = [...notable.all(), ...routine.all()];
      return all.sort((a, b) => a.atMs - b.atMs || a.id - b.id);
    },
  };
  for (const event of saved) queue.push(event);
  return queue;
}

function isBefore(a: QueuedEvent, b: QueuedEvent): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.id < b.id);
}

interface Heap {
  push(event: QueuedEvent): void;
  peek(): QueuedEvent | undefined;
  pop(): void;
  all(): QueuedEvent[];
}

/** A binary heap whose cancelled members (no longer in `alive`) are dropped when they come to the top. */
function createHeap(alive: ReadonlySet<number>): Heap {
  const items: QueuedEvent[] = [];

  function siftDown(): void {
    const last = items.pop();
    if (!last || items.length === 0) return;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      let smallest = items[child];
      if (!smallest) break;
      const right = items[child + 1];
      if (right && isBefore(right, smallest)) {
        smallest = right;
        child++;
      }
      if (!isBefore(smallest, last)) break;
      items[hole] = smallest;
      hole = child;
    }
    items[hole] = last;
  }

  return {
    push(event) {
      let hole = items.length;
      items.push(event);
      while (hole > 0) {
        const parentIndex = (hole - 1) >> 1;
        const parent = items[parentIndex];
        if (!parent || !isBefore(event, parent)) break;
        items[hole] = parent;
        hole = parentIndex;
      }
      items[hole] = event;
    },
    peek() {
      for (;;) {
        const top = items[0];
        if (!top || alive.has(top.id)) return top;
        siftDown();
      }
    },
    pop: siftDown,
    all: () => items.filter((event) => alive.has(event.id)),
  };
}
