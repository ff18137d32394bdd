import { goQuote } from '../api/schema/go-quote.ts';
import { behaviourAt, podFullName } from './kubelet-context.ts';
import { connectionProblem, execute, portOf } from './probe-outcome.ts';
import { plainText } from './program.ts';
import { specOf, type ContainerSpec, type PodRecord } from './state.ts';

type Hook = NonNullable<NonNullable<ContainerSpec['lifecycle']>['postStart']>;

/** How a lifecycle hook ends: after so many milliseconds (infinitely many when it never does), and why it failed if it did. */
export interface HookOutcome {
  readonly afterMs: number;
  readonly problem?: string;
}

export function hasHook(record: PodRecord, index: number, name: 'postStart' | 'preStop'): boolean {
  return specOf(record, index)?.lifecycle?.[name] !== undefined;
}

/**
 * What becomes of a hook that begins `elapsedMs` after the start of its container. A request counts as answered whatever its status
 * (pkg/kubelet/lifecycle/handlers.go).
 */
export function hookOutcome(record: PodRecord, index: number, name: 'postStart' | 'preStop', elapsedMs: number): HookOutcome {
  const container = specOf(record, index);
  const hook = container?.lifecycle?.[name];
  if (!container || !hook) return { afterMs: 0 };
  if (hook.sleep) return { afterMs: hook.sleep.seconds * 1000 };
  const where = `for Container ${goQuote(container.name)} in Pod ${goQuote(podFullName(record))} failed - error:`;
  if (hook.exec) {
    const command = hook.exec.command ?? [];
    const { afterMs, error, output } = execution(record, index, command, elapsedMs);
    return error === undefined ? { afterMs } : { afterMs, problem: `Exec lifecycle hook ([${command.join(' ')}]) ${where} ${error}, message: ${goQuote(output)}` };
  }
  if (!hook.httpGet) return { afterMs: 0, problem: 'Cannot run handler: invalid handler' };
  const error = requestProblem(record, index, container, hook.httpGet, elapsedMs);
  return error === undefined ? { afterMs: 0 } : { afterMs: 0, problem: `HTTP lifecycle hook (${hook.httpGet.path ?? ''}) ${where} ${error}` };
}

function execution(record: PodRecord, index: number, command: readonly string[], elapsedMs: number): { readonly afterMs: number; readonly error?: string; readonly output: string } {
  const behaviour = behaviourAt(record, index);
  if (!behaviour) return { afterMs: 0, output: '' };
  const run = execute(behaviour, command, elapsedMs);
  if ('failure' in run) return { afterMs: 0, error: `rpc error: code = Unknown desc = failed to exec in container: ${run.failure}`, output: '' };
  const { exit, steps } = run.program;
  if (!exit) return { afterMs: Number.POSITIVE_INFINITY, output: '' };
  if (exit.code === 0) return { afterMs: exit.afterMs, output: '' };
  return { afterMs: exit.afterMs, error: `command '${command.join(' ')}' exited with ${exit.code}: `, output: steps.map(({ prints }) => (prints ? `${plainText(prints)}\n` : '')).join('') };
}

function requestProblem(record: PodRecord, index: number, container: ContainerSpec, request: NonNullable<Hook['httpGet']>, elapsedMs: number): string | undefined {
  const behaviour = behaviourAt(record, index);
  const port = portOf(container, request.port);
  if (port === undefined) return `couldn't find port: ${request.port}`;
  return behaviour && connectionProblem(behaviour, elapsedMs, request, request.host || (record.ip ?? ''), port);
}
