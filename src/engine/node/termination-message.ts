import type { Behaviour } from './behaviour.ts';
import { printedLines, writtenAt } from './program.ts';
import type { ContainerSpec } from './state.ts';

/** Bounds of pkg/kubelet/container/runtime.go: MaxContainerTerminationMessageLength and …LogLength, …LogLines. */
const MAX_LENGTH = 4_096;
const MAX_LOG_LENGTH = 2_048;
const MAX_LOG_LINES = 80;

/** What a process left in its termination file or, where its policy says so and it failed, at the end of its log. */
export function terminationMessage(container: ContainerSpec, behaviour: Behaviour, startedMs: number, endedMs: number, code: number): string | undefined {
  const written = writtenAt(behaviour.program, container.terminationMessagePath ?? '/dev/termination-log', startedMs, endedMs - startedMs)?.slice(0, MAX_LENGTH);
  if (written || container.terminationMessagePolicy !== 'FallbackToLogsOnError' || code === 0) return written || undefined;
  const log = printedLines(behaviour.program, startedMs, endedMs, MAX_LOG_LINES).map(({ text }) => `${text}\n`).join('');
  return log.slice(-MAX_LOG_LENGTH) || undefined;
}
