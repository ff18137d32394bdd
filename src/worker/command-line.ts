import { OPERATOR_IMAGE } from '../engine/operators/operator-image.ts';
import { firstBeginning, OPERATOR_SCENARIOS } from '../lessons/first-beginning.ts';
import type { LatePart } from './late-part.ts';
import type { Command, ReplyData } from './protocol.ts';

export type Answer = <C extends Command>(command: C) => ReplyData[C['type']];
export type AnswerInTime = <C extends Command>(command: C) => Promise<ReplyData[C['type']]>;

/**
 * Does commands in the order in which they came. One that needs parts that are still being loaded waits for them, and those behind it wait
 * their turn: what was done after it must not come before it.
 */
export function createCommandLine(answer: Answer, partsFor: (command: Command) => readonly LatePart<unknown>[]): AnswerInTime {
  let last: Promise<unknown> | undefined;
  const missing = (command: Command): readonly LatePart<unknown>[] => partsFor(command).filter((part) => part.get() === undefined);

  return async (command) => {
    if (!last && missing(command).length === 0) return answer(command);
    const before = last;
    const turn = (async () => {
      await before;
      await Promise.all(missing(command).map((part) => part.load()));
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
    case 'offers':
    case 'what-if':
    case 'check-operator':
    case 'restore':
    case 'reset':
    case 'undo-reset':
      return true;
    case 'open-scenario':
      return command.scenario !== firstBeginning.scenario;
    default:
      return false;
  }
}

/** Whether the command opens the cluster of another scenario than the first. */
export function needsBeginnings(command: Command): boolean {
  return command.type === 'reset' || (command.type === 'open-scenario' && command.scenario !== firstBeginning.scenario);
}

/** Whether the command may bring an operator to life, whose code runs in a sandbox. */
export function needsSandbox(command: Command): boolean {
  if (command.type === 'check-operator') return true;
  if (command.type === 'open-scenario') return OPERATOR_SCENARIOS.has(command.scenario);
  if (command.type === 'restore') return typeof command.saved === 'string' && command.saved.includes(OPERATOR_IMAGE);
  return command.type === 'act' && command.action.type !== 'fault' && mentionsOperators(command.action);
}

function mentionsOperators(data: unknown): boolean {
  return JSON.stringify(data)?.includes(OPERATOR_IMAGE) ?? false;
}

/** Whether the command only says what the page looks at, or looks closely itself. */
export function isLook({ type }: Command): boolean {
  return type === 'select' || type === 'show-table' || type === 'operator-sites';
}
