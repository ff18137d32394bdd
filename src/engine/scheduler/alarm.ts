import type { ObjectReference } from '../api/reference.ts';
import type { Kernel } from '../kernel.ts';

/** One kernel event that can be moved, or called off. */
export interface Alarm {
  /** when it is due; undefined while it is not set. */
  readonly atMs: number | undefined;
  /** Sets it, or moves it. A `routine` one is nothing people wait for; a subject names what they wait for. */
  set(atMs: number, routine: boolean, subject?: ObjectReference): void;
  clear(): void;
  save(): AlarmState;
  load(state: AlarmState): void;
}
export type AlarmState = readonly [eventId: number, atMs: number, routine: boolean, subjectUid: string];

/** `label` is how a wait for the alarm is called. */
export function createAlarm(kernel: Kernel, handler: string, run: () => void, label?: string): Alarm {
  let eventId = 0;
  let dueAtMs = 0;
  let isRoutine = false;
  let subjectUid = '';

  kernel.on(handler, () => {
    eventId = 0;
    run();
  });
  function clear(): void {
    if (eventId !== 0) kernel.cancel(eventId);
    eventId = 0;
  }

  return {
    get atMs() {
      return eventId === 0 ? undefined : dueAtMs;
    },
    set(atMs, routine, subject) {
      const uid = subject?.uid ?? '';
      if (eventId !== 0 && atMs === dueAtMs && routine === isRoutine && uid === subjectUid) return;
      clear();
      dueAtMs = atMs;
      isRoutine = routine;
      subjectUid = uid;
      const wait = label !== undefined && !routine ? { wait: { label, subject: subject ?? null } } : {};
      eventId = kernel.schedule(atMs - kernel.now(), handler, null, { routine, cause: 0, ...wait });
    },
    clear,
    save: () => [eventId, dueAtMs, isRoutine, subjectUid],
    load(state) {
      [eventId, dueAtMs, isRoutine, subjectUid] = state;
    },
  };
}
