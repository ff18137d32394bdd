import type { ObjectReference } from './api/reference.ts';
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
  push(event: QueuedEvent): void;
  /** Takes an event out before it is due; nothing when it is gone already. */
  cancel(id: number): void;
  peek(): QueuedEvent | undefined;
  /** the next event that is not routine. */
  peekNotable(): QueuedEvent | undefined;
  /** Takes the next event out, if it is due by then. */
  pop(untilMs: number): QueuedEvent | undefined;
  /** pending events in (time, sequence) order. */
  save(): QueuedEvent[];
}

/** Cancelled ids are remembered until the event comes to the top; of events that were gone already, until there are this many. */
const MOST_CANCELLED = 1_000;

export function createEventQueue(saved: readonly QueuedEvent[] = []): EventQueue {
  const cancelled = new Set<number>();
  const notable = createHeap(cancelled);
  const routine = createHeap(cancelled);

  function forgetPast(): void {
    const pending = [...notable.all(), ...routine.all()].filter(({ id }) => cancelled.has(id));
    cancelled.clear();
    for (const { id } of pending) cancelled.add(id);
  }

  const queue: EventQueue = {
    push: (event) => (event.routine ? routine : notable).push(event),
    cancel(id) {
      cancelled.add(id);
      if (cancelled.size > MOST_CANCELLED + 2 * (notable.size + routine.size)) forgetPast();
    },
    peek() {
      const a = notable.peek();
      const b = routine.peek();
      if (!a || !b) return a ?? b;
      return a.atMs < b.atMs || (a.atMs === b.atMs && a.id < b.id) ? a : b;
    },
    peekNotable: () => notable.peek(),
    pop(untilMs) {
      const first = queue.peek();
      if (!first || first.atMs > untilMs) return undefined;
      (first.routine ? routine : notable).pop();
      return first;
    },
    save() {
      const pending = [...notable.all(), ...routine.all()].filter(({ id }) => !cancelled.has(id));
      return pending.sort((a, b) => a.atMs - b.atMs || a.id - b.id);
    },
  };
  for (const event of saved) queue.push(event);
  return queue;
}

interface Heap {
  readonly size: number;
  push(event: QueuedEvent): void;
  peek(): QueuedEvent | undefined;
  pop(): void;
  /** cancelled ones, too. */
  all(): QueuedEvent[];
}

const FIRST_CAPACITY = 64;
/** Children of a member: with four, a heap of thousands is half as deep, and they lie side by side. */
const CHILDREN = 4;

/**
 * A heap that is ordered by numbers alone, so that moving its members neither reads nor writes an event. Cancelled members are dropped when
 * they come to the top.
 */
function createHeap(cancelled: Set<number>): Heap {
  let size = 0;
  let times = new Float64Array(FIRST_CAPACITY);
  let ids = new Float64Array(FIRST_CAPACITY);
  let places = new Int32Array(FIRST_CAPACITY);
  /** by place. */
  const events: (QueuedEvent | undefined)[] = [];
  const free: number[] = [];

  function grow(): void {
    const [oldTimes, oldIds, oldPlaces] = [times, ids, places];
    times = new Float64Array(2 * size);
    ids = new Float64Array(2 * size);
    places = new Int32Array(2 * size);
    times.set(oldTimes);
    ids.set(oldIds);
    places.set(oldPlaces);
  }
  const isBefore = (index: number, atMs: number, id: number): boolean => {
    const time = times[index] ?? 0;
    return time < atMs || (time === atMs && (ids[index] ?? 0) < id);
  };
  function move(from: number, to: number): void {
    times[to] = times[from] ?? 0;
    ids[to] = ids[from] ?? 0;
    places[to] = places[from] ?? 0;
  }
  function settle(hole: number, atMs: number, id: number, place: number): void {
    times[hole] = atMs;
    ids[hole] = id;
    places[hole] = place;
  }
  function earliestChild(of: number): number {
    const first = CHILDREN * of + 1;
    let earliest = first;
    const end = Math.min(first + CHILDREN, size);
    for (let child = first + 1; child < end; child++) if (isBefore(child, times[earliest] ?? 0, ids[earliest] ?? 0)) earliest = child;
    return earliest;
  }
  function pop(): void {
    if (size === 0) return;
    const place = places[0] ?? 0;
    events[place] = undefined;
    free.push(place);
    size--;
    // No array of the three: this runs for every event.
    const atMs = times[size] ?? 0;
    const id = ids[size] ?? 0;
    const last = places[size] ?? 0;
    let hole = 0;
    for (;;) {
      const child = earliestChild(hole);
      if (child >= size || !isBefore(child, atMs, id)) break;
      move(child, hole);
      hole = child;
    }
    settle(hole, atMs, id, last);
  }

  return {
    get size() {
      return size;
    },
    push(event) {
      const place = free.pop() ?? events.length;
      events[place] = event;
      if (size === times.length) grow();
      const { atMs, id } = event;
      let hole = size++;
      while (hole > 0) {
        const parent = Math.floor((hole - 1) / CHILDREN);
        if (isBefore(parent, atMs, id)) break;
        move(parent, hole);
        hole = parent;
      }
      settle(hole, atMs, id, place);
    },
    peek() {
      while (size > 0 && cancelled.size > 0 && cancelled.delete(ids[0] ?? 0)) pop();
      return size > 0 ? events[places[0] ?? 0] : undefined;
    },
    pop,
    all: () => events.filter((event) => event !== undefined),
  };
}
