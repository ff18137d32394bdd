import { StatusError, UnreachableError } from '../engine/api/errors.ts';
import type { JsonObject } from '../engine/json.ts';
import type { LateEngine } from '../engine/late-engine.ts';
import type { OperatorSandbox } from '../engine/operators/sandbox.ts';
import type { Beginning } from '../lessons/beginning.ts';
import { firstBeginning } from '../lessons/first-beginning.ts';
import { checkOperator } from './check-operator.ts';
import { createCluster, type Cluster, type ClusterOptions } from './cluster.ts';
import { whatIfViews } from './feed/what-if-view.ts';
import { knownUsers } from './known-users.ts';
import { openScenario } from './open-scenario.ts';
import type { ClockView, Command, Frame, ReplyData, SavedState } from './protocol.ts';
import { FASTEST_PACE, isPace, readSession, restoreCluster, SLOWEST_PACE, writeSession } from './saved-session.ts';

/** The worker's side of the protocol: the open cluster, and what came before its last reset. */
export interface SessionHost {
  /** Does a command. Throws an Error with a sentence for people when it is refused. */
  answer<C extends Command>(command: C): ReplyData[C['type']];
  /** Lets wall time pass. */
  pass(wallMs: number): void;
  /** What changed since the last frame; `null` when nothing did. */
  takeFrame(): Frame | null;
  /** whether time runs or something waits to be told, so that {@link pass} and {@link takeFrame} are worth calling. */
  readonly isBusy: boolean;
  close(): void;
}

export interface SessionHostOptions extends Pick<ClusterOptions, 'wallNowMs' | 'budgetMs' | 'closeLook'> {
  /** These may be `undefined` until the first command that needs them: `command-line.ts`. */
  readonly lateEngine: () => LateEngine | undefined;
  readonly beginnings: () => ReadonlyMap<string, Beginning> | undefined;
  /** where operators' code runs. */
  readonly sandbox?: () => OperatorSandbox | undefined;
}

type Answers = { readonly [T in Command['type']]: (command: Extract<Command, { readonly type: T }>) => ReplyData[T] };

export function createSessionHost(options: SessionHostOptions): SessionHost {
  let cluster: Cluster | null = null;
  let beforeReset: string | null = null;
  let table: string | null = null;
  /** the page has everything of the open cluster. */
  let isKnown = false;
  let isTouched = false;
  let shownClock: ClockView | null = null;
  let shownUndo = false;

  function need(): Cluster {
    if (!cluster) throw new Error('No cluster is open: open a scenario first.');
    return cluster;
  }
  /** Takes the place of the open cluster, once nothing can go wrong any more. */
  function replace(next: Omit<ClusterOptions, keyof SessionHostOptions>): null {
    const opened = createCluster({ ...options, ...next });
    opened.feed.showTable(table);
    cluster?.close();
    cluster = opened;
    isKnown = false;
    return null;
  }
  function save(): string {
    const { scenario, simulation, pace, paused } = need();
    return writeSession({ scenario, checkpoint: simulation.checkpoint(), pace, paused, beforeReset });
  }
  function restore(text: SavedState): null {
    if (typeof text !== 'string') throw new Error('A saved session has to be read before it can be opened.');
    const saved = readSession(text);
    replace({ scenario: saved.scenario, simulation: restoreCluster(saved, options.lateEngine), pace: saved.pace, paused: saved.paused });
    ({ beforeReset } = saved);
    return null;
  }
  function beginningOf(scenario: string): Beginning {
    const found = scenario === firstBeginning.scenario ? firstBeginning : options.beginnings()?.get(scenario);
    if (!found) throw new Error(`There is no scenario “${scenario}”.`);
    return found;
  }
  function open(beginning: Beginning): null {
    return replace({ scenario: beginning.scenario, simulation: openScenario(beginning, options.lateEngine) });
  }

  const answers: Answers = {
    'open-scenario': ({ scenario }) => {
      open(beginningOf(scenario));
      beforeReset = null;
      return null;
    },
    restore: ({ saved }) => restore(saved),
    reset: () => {
      const { scenario } = need();
      // What could be undone before is no longer: a reset takes back one cluster, not a chain of them.
      beforeReset = null;
      const saved = save();
      open(beginningOf(scenario));
      beforeReset = saved;
      return null;
    },
    'undo-reset': () => {
      if (beforeReset === null) throw new Error('There is no reset to undo.');
      return restore(beforeReset);
    },
    act: ({ action, as, impersonate }) => {
      const open = need();
      try {
        const { problems, outcomes, sentence } = open.simulation.act(action, { as, impersonate });
        return { problems, outcomes, sentence };
      } finally {
        open.deed();
      }
    },
    'preview-apply': ({ objects, as, impersonate }) => need().simulation.preview(objects, { as, impersonate }),
    users: () => knownUsers(need().simulation),
    'scheduler-configuration': () => need().simulation.schedulerConfiguration as unknown as JsonObject,
    'what-if': ({ configurations, pods }) => whatIfViews(configurations.map((configuration) => need().simulation.whatIf(configuration, pods ?? undefined))),
    'operator-sites': () => options.closeLook()?.operatorSites(need().simulation) ?? [],
    'check-operator': ({ code }) => checkOperator(options.sandbox?.(), code),
    'set-pace': ({ pace }) => {
      if (!isPace(pace)) throw new Error(`Time can run ${SLOWEST_PACE} to ${FASTEST_PACE} simulated seconds a second, or adaptively.`);
      need().pace = pace;
      return null;
    },
    'set-paused': ({ paused }) => {
      need().paused = paused;
      return null;
    },
    step: () => {
      need().step();
      return null;
    },
    select: ({ reference }) => {
      cluster?.feed.select(reference);
      return null;
    },
    'show-table': ({ kind }) => {
      table = kind;
      cluster?.feed.showTable(kind);
      return null;
    },
    offers: ({ reference }) => need().simulation.faults.offers(reference),
    'read-object': ({ reference }) => need().feed.readObject(reference),
    'machine-use': ({ node }) => need().simulation.machines.used(node) ?? null,
    'read-logs': ({ type: _type, ...query }) => {
      try {
        return { lines: need().simulation.machines.logs(query), message: '' };
      } catch (error) {
        if (error instanceof StatusError || error instanceof UnreachableError) return { lines: [], message: error.message };
        throw error;
      }
    },
    save: () => save(),
  };

  return {
    get isBusy() {
      return cluster !== null && (!cluster.paused || isTouched || !isKnown || cluster.feed.isBehind);
    },
    answer<C extends Command>(command: C): ReplyData[C['type']] {
      isTouched = true;
      // The table pairs each command with its own reply, which the type system cannot follow through a union.
      return (answers[command.type] as (command: Command) => unknown)(command) as ReplyData[C['type']];
    },
    pass(wallMs) {
      cluster?.pass(wallMs);
    },
    takeFrame() {
      isTouched = false;
      if (!cluster) return null;
      const clock = cluster.clock();
      const canUndoReset = beforeReset !== null;
      const news = cluster.feed.take(!isKnown);
      const isNews = !isKnown || canUndoReset !== shownUndo || Object.keys(news).length > 0 || !isSameClock(clock, shownClock);
      if (!isNews) return null;
      const frame: Frame = {
        type: 'frame', reset: !isKnown, clock, ...news, ...(!isKnown || canUndoReset !== shownUndo ? { canUndoReset } : {}),
      };
      isKnown = true;
      shownClock = clock;
      shownUndo = canUndoReset;
      return frame;
    },
    close() {
      cluster?.close();
      cluster = null;
    },
  };
}

function isSameClock(a: ClockView, b: ClockView | null): boolean {
  return b !== null && a.atMs === b.atMs && a.pace === b.pace && a.paused === b.paused && a.speed === b.speed
    && a.waiting?.label === b.waiting?.label && a.waiting?.dueAtMs === b.waiting?.dueAtMs && a.waiting?.subject?.name === b.waiting?.subject?.name;
}
