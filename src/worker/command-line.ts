import { LIGHT_SCENARIOS } from '../lessons/beginnings.ts';
import type { LatePart } from './late-part.ts';
import type { Command, ReplyData } from './protocol.ts';

export type Answer = <C extends Command>(command: C) => ReplyData[C['type']];
export type AnswerInTime = <C extends Command>(command: C) => Promise<ReplyData[C['type']]>;

/**
 * Does commands in the order in which they came. One that needs a part that is still being loaded waits for it, and those behind it wait
 * their turn: what was done after it must not come before it.
 */
export function createCommandLine(answer: Answer, partFor: (command: Command) => LatePart<unknown> | undefined): AnswerInTime {
  let last: Promise<unknown> | undefined;
  const missing = (command: Command): LatePart<unknown> | undefined => {
    const part = partFor(command);
    return part?.get() === undefined ? part : undefined;
  };

  return async (command) => {
    if (!last && !missing(command)) return answer(command);
    const before = last;
    const turn = (async () => {
      await before;
      await missing(command)?.load();
      return answer(command);
    })();
    // What was refused is told to whoever asked; it is no reason to hold up the next.
    const done = turn.then(() => undefined, () => undefined);
    last = done;
    void done.then(() => {
      if (last === done) last = undefined;
    });
    return turn;
  };
}

/** Whether the command acts on the cluster, or opens one that may have been acted on: {@link LateEngine} must be there by then. */
export function needsLateEngine(command: Command): boolean {
  switch (command.type) {
    case 'preview-apply':
    case 'act':
    case 'restore':
    case 'reset':
    case 'undo-reset':
      return true;
    case 'open-scenario':
      return !LIGHT_SCENARIOS.has(command.scenario);
    default:
      return false;
  }
}

/** Whether the command only says what the page looks at. */
export function isLook({ type }: Command): boolean {
  return type === 'select' || type === 'show-table';
}
