import { invariant } from '../invariant.ts';
import type { ProcessRun, ProcessWorld } from './shell-run.ts';

type RunProcess = (argv: readonly string[], world: ProcessWorld) => ProcessRun;

let model: RunProcess | undefined;

/** How processes are worked out; `late-models.ts` says it. */
export function teachProcesses(run: RunProcess): void {
  model = run;
}

/** Works out what a process does from its start on: a command of a container or a probe. An image's own server needs none of this. */
export function runProcess(argv: readonly string[], world: ProcessWorld): ProcessRun {
  if (!model) invariant(false, 'no command can be run before the whole engine is there');
  return model(argv, world);
}
