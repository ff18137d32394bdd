import type { Behaviour } from './behaviour.ts';
import type { ProbeKind } from './machines.ts';
import { formatGoDuration } from './go-duration.ts';
import { filesAt, nextFileChangeMs, plainText, type Program } from './program.ts';
import { runProcess } from './process-model.ts';
import type { ContainerSpec } from './state.ts';

export type ProbeSpec = NonNullable<ContainerSpec['readinessProbe']>;
type HttpGet = NonNullable<ProbeSpec['httpGet']>;
export type ProbeOutcome = { readonly ok: true } | { readonly ok: false; readonly message: string };

interface Question {
  readonly behaviour: Behaviour;
  readonly container: ContainerSpec;
  readonly probe: ProbeSpec;
  readonly kind: ProbeKind;
  /** milliseconds since the container's process started. */
  readonly elapsedMs: number;
  readonly address: string;
  /** a person makes it fail. */
  readonly overridden: boolean;
}

const SUCCESS: ProbeOutcome = { ok: true };

/** What a probe finds at a moment, in upstream's words (pkg/probe). Depends on time only where {@link nextOutcomeChangeMs} says so. */
export function probeOutcome(question: Question): ProbeOutcome {
  const { probe } = question;
  if (probe.httpGet) return httpOutcome(question, probe.httpGet);
  if (probe.tcpSocket) return tcpOutcome(question, probe.tcpSocket.port);
  if (probe.grpc) return grpcOutcome(question, probe.grpc.port);
  if (probe.exec) return execOutcome(question, probe.exec.command ?? []);
  return failure('missing probe handler');
}

/** The next moment (milliseconds since start) at which an outcome could differ from now; `undefined` when none ever will. */
export function nextOutcomeChangeMs(behaviour: Behaviour, elapsedMs: number): number | undefined {
  const { serves, readyAfterMs, unhealthyAfterMs } = behaviour;
  const moments = [serves?.afterMs, readyAfterMs, unhealthyAfterMs, nextFileChangeMs(behaviour.program, elapsedMs)];
  for (const route of serves?.routes ?? []) if (route.later) moments.push((serves?.afterMs ?? 0) + route.later.afterMs);
  let next: number | undefined;
  for (const moment of moments) if (moment !== undefined && moment > elapsedMs && (next === undefined || moment < next)) next = moment;
  return next;
}

function failure(message: string): ProbeOutcome {
  return { ok: false, message };
}

export function portOf(container: ContainerSpec, port: number | string): number | undefined {
  if (typeof port === 'number') return port;
  const named = container.ports?.find(({ name }) => name === port)?.containerPort;
  return named ?? (/^\d+$/.test(port) ? Number(port) : undefined);
}

function listens({ behaviour: { serves }, elapsedMs }: Pick<Question, 'behaviour' | 'elapsedMs'>, port: number): boolean {
  return serves !== undefined && elapsedMs >= serves.afterMs && serves.ports.includes(port);
}

/** The annotations' say: not ready yet, or no longer healthy. */
function isUnwell({ behaviour, kind, elapsedMs, overridden }: Question): boolean {
  if (overridden) return true;
  if (kind === 'liveness') return behaviour.unhealthyAfterMs !== undefined && elapsedMs >= behaviour.unhealthyAfterMs;
  return behaviour.readyAfterMs !== undefined && elapsedMs < behaviour.readyAfterMs;
}

function httpOutcome(question: Question, request: HttpGet): ProbeOutcome {
  const { behaviour, elapsedMs, kind, overridden } = question;
  const port = portOf(question.container, request.port);
  if (port === undefined) return failure(`couldn't find port: "${request.port}"`);
  const problem = overridden ? undefined : connectionProblem(behaviour, elapsedMs, request, request.host || question.address, port);
  if (problem !== undefined) return failure(problem);
  if (isUnwell(question)) return failure(`HTTP probe failed with statuscode: ${kind === 'liveness' && !overridden ? 500 : 503}`);
  const { routes = [], afterMs = 0 } = behaviour.serves ?? {};
  const bare = request.path?.split('?')[0] || '/';
  const route = routes.find(({ path }) => path === bare) ?? routes.find(({ path }) => path === '*');
  const late = route?.later && elapsedMs >= afterMs + route.later.afterMs;
  const status = (late ? route.later?.status : route?.status) ?? 404;
  return status >= 200 && status < 400 ? SUCCESS : failure(`HTTP probe failed with statuscode: ${status}`);
}

function urlOf({ path = '/', scheme = 'HTTP' }: Pick<HttpGet, 'path' | 'scheme'>, host: string, port: number): string {
  return `${scheme.toLowerCase()}://${host}:${port}${path.startsWith('/') ? '' : '/'}${path}`;
}

/** Why a request gets no answer; `undefined` when it gets one, whatever it says. */
export function connectionProblem(behaviour: Behaviour, elapsedMs: number, request: Pick<HttpGet, 'path' | 'scheme'>, host: string, port: number): string | undefined {
  const url = urlOf(request, host, port);
  if (!listens({ behaviour, elapsedMs }, port)) return `Get "${url}": dial tcp ${host}:${port}: connect: connection refused`;
  if (!behaviour.serves?.routes) return `Get "${url}": EOF`;
  const isSecure = behaviour.serves.isSecure || port === 443 || port === 8443;
  return request.scheme === 'HTTPS' && !isSecure ? `Get "${url}": http: server gave HTTP response to HTTPS client` : undefined;
}

function tcpOutcome(question: Question, wanted: number | string): ProbeOutcome {
  const port = portOf(question.container, wanted);
  if (port === undefined) return failure(`couldn't find port: "${wanted}"`);
  return listens(question, port) && !isUnwell(question) ? SUCCESS : failure(`dial tcp ${question.address}:${port}: connect: connection refused`);
}

function grpcOutcome(question: Question, port: number): ProbeOutcome {
  const timeout = formatGoDuration((question.probe.timeoutSeconds ?? 1) * 1000);
  if (!listens(question, port)) return failure(`timeout: failed to connect service "${question.address}:${port}" within ${timeout}: context deadline exceeded`);
  if (!question.behaviour.serves?.grpc && question.behaviour.serves?.routes === undefined) return failure('error: this server does not implement the grpc health protocol (grpc.health.v1.Health)');
  return isUnwell(question) ? failure('service unhealthy (responded with "NOT_SERVING")') : SUCCESS;
}

/** A command of the moment finds every name: nobody would tell it when there is news. */
function worldWithoutNames({ world }: Behaviour): Behaviour['world'] {
  const { names: _names, ...rest } = world;
  return rest;
}

/** Runs a command inside a container that started so long ago; `failure` says why it cannot be. */
export function execute(behaviour: Behaviour, command: readonly string[], elapsedMs: number): { readonly program: Program } | { readonly failure: string } {
  const { serves } = behaviour;
  const serverDown = serves !== undefined && elapsedMs < serves.afterMs;
  const run = runProcess(command, { ...worldWithoutNames(behaviour), files: filesAt(behaviour.program, elapsedMs), serverDown });
  if (!('notFound' in run)) return run;
  return { failure: `OCI runtime exec failed: exec failed: unable to start container process: exec: "${run.notFound}": executable file not found in $PATH: unknown` };
}

function execOutcome(question: Question, command: readonly string[]): ProbeOutcome {
  if (isUnwell(question)) return failure('');
  const { behaviour, elapsedMs, probe } = question;
  const run = execute(behaviour, command, elapsedMs);
  if ('failure' in run) return failure(run.failure);
  const timeoutMs = (probe.timeoutSeconds ?? 1) * 1000;
  const { exit, steps } = run.program;
  if (!exit || exit.afterMs > timeoutMs) return failure(`command timed out: "${command.join(' ')}" timed out after ${formatGoDuration(timeoutMs)}`);
  return exit.code === 0 ? SUCCESS : failure(steps.map(({ prints }) => (prints ? plainText(prints) : '')).filter(Boolean).join('\n'));
}
