import { invariant } from '../invariant.ts';
import type { Client } from '../api/api-server.ts';
import type { SecurityProblem } from './container-security.ts';
import type { ProcessRun, ProcessWorld } from './process-world.ts';
import type { ContainerSpec, Machine, PodRecord } from './state.ts';

type RunProcess = (argv: readonly string[], world: ProcessWorld) => ProcessRun;

type FindFiles = (client: Client, machine: Machine, record: PodRecord, container: ContainerSpec) => Readonly<Record<string, string>> | undefined;

type FindSecurityProblem = (record: PodRecord, container: ContainerSpec) => SecurityProblem | undefined;

let model: RunProcess | undefined;
let findFiles: FindFiles | undefined;
let findSecurityProblem: FindSecurityProblem | undefined;

/** How processes are worked out, what they find in their volumes and what they may not be; `late-models.ts` says it. */
export function teachProcesses(run: RunProcess, files: FindFiles, problem: FindSecurityProblem): void {
  model = run;
  findFiles = files;
  findSecurityProblem = problem;
}

/** Files that a container's command line may read. */
export const mountedFiles: FindFiles = (client, machine, record, container) => findFiles?.(client, machine, record, container);

/** Why a container cannot be made as its security context has it; none of the first cluster has one. */
export const securityProblem: FindSecurityProblem = (record, container) => findSecurityProblem?.(record, container);

/** Works out what a process does from its start on: a command of a container or a probe. An image's own server needs none of this. */
export function runProcess(argv: readonly string[], world: ProcessWorld): ProcessRun {
  if (!model) invariant(false, 'no command can be run before the whole engine is there');
  return model(argv, world);
}
