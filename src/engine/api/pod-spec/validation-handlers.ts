import type { FieldError } from '../errors.ts';
import { validateNonNegative } from '../validation/field-checks.ts';
import { forbiddenField, invalidValue, required, type FieldPath } from '../validation/field-error.ts';
import { httpHeaderNameProblems } from '../validation/names.ts';
import { invalidFor, validateOptionalChoice, validatePresent } from './checks.ts';
import type { Container, HttpGet, Lifecycle, LifecycleHandler, Probe } from './pod-types.ts';
import { validatePortNumber, validatePortNumberOrName } from './validation-ports.ts';

type Handler = Pick<Probe, 'exec' | 'httpGet' | 'tcpSocket' | 'grpc'> & Pick<LifecycleHandler, 'sleep'>;
const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const;
const PROBE_NUMBERS = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'] as const;

/** Hooks and probes of a container that may have them. */
export function validateHooksAndProbes(container: Container, graceSeconds: number | undefined, path: FieldPath): readonly FieldError[] {
  const { lifecycle, livenessProbe, readinessProbe, startupProbe } = container;
  return [
    ...(lifecycle ? validateLifecycle(lifecycle, graceSeconds, path.child('lifecycle')) : []),
    ...(livenessProbe ? validateDecidingProbe(livenessProbe, path.child('livenessProbe')) : []),
    ...(readinessProbe ? validateReadinessProbe(readinessProbe, path.child('readinessProbe')) : []),
    ...(startupProbe ? validateDecidingProbe(startupProbe, path.child('startupProbe')) : []),
  ];
}

/** Liveness and startup: one success is enough. */
function validateDecidingProbe(probe: Probe, path: FieldPath): readonly FieldError[] {
  const errors = validateProbe(probe, path);
  return probe.successThreshold === 1 ? errors : [...errors, invalidValue(path.child('successThreshold'), probe.successThreshold ?? 0, 'must be 1')];
}

function validateReadinessProbe(probe: Probe, path: FieldPath): readonly FieldError[] {
  const errors = validateProbe(probe, path);
  if (probe.terminationGracePeriodSeconds === undefined) return errors;
  return [...errors, invalidValue(path.child('terminationGracePeriodSeconds'), probe.terminationGracePeriodSeconds, 'must not be set for readinessProbes')];
}

function validateProbe(probe: Probe, path: FieldPath): readonly FieldError[] {
  const { terminationGracePeriodSeconds: graceSeconds } = probe;
  return [
    ...validateHandler(probe, undefined, path),
    ...PROBE_NUMBERS.flatMap((field) => validateNonNegative(probe[field], path.child(field))),
    ...(graceSeconds !== undefined && graceSeconds <= 0 ? [invalidValue(path.child('terminationGracePeriodSeconds'), graceSeconds, 'must be greater than 0')] : []),
  ];
}

function validateLifecycle({ postStart, preStop }: Lifecycle, graceSeconds: number | undefined, path: FieldPath): readonly FieldError[] {
  return [
    ...(postStart ? validateHandler(postStart, graceSeconds, path.child('postStart')) : []),
    ...(preStop ? validateHandler(preStop, graceSeconds, path.child('preStop')) : []),
  ];
}

/** Exactly one way to probe or to hook in (validateHandler). */
function validateHandler(handler: Handler, graceSeconds: number | undefined, path: FieldPath): readonly FieldError[] {
  const [first, ...others] = HANDLERS.filter((name) => handler[name] !== undefined);
  if (!first) return [required(path, 'must specify a handler type')];
  return [
    ...validateAction(handler, first, graceSeconds, path.child(first)),
    ...others.map((name) => forbiddenField(path.child(name), 'may not specify more than 1 handler type')),
  ];
}

function validateAction(handler: Handler, name: (typeof HANDLERS)[number], graceSeconds: number | undefined, path: FieldPath): readonly FieldError[] {
  switch (name) {
    case 'exec':
      return handler.exec?.command?.length ? [] : [required(path.child('command'))];
    case 'httpGet':
      return handler.httpGet ? validateHttpGet(handler.httpGet, path) : [];
    case 'tcpSocket':
      return handler.tcpSocket ? validatePortNumberOrName(handler.tcpSocket.port, path.child('port')) : [];
    case 'grpc':
      return handler.grpc ? validatePortNumber(handler.grpc.port, path.child('port')) : [];
    case 'sleep':
      return handler.sleep ? validateSleep(handler.sleep.seconds, graceSeconds, path) : [];
  }
}

function validateHttpGet(action: HttpGet, path: FieldPath): readonly FieldError[] {
  return [
    ...validatePresent(action.path, path.child('path')),
    ...validatePortNumberOrName(action.port, path.child('port')),
    ...validateOptionalChoice(action.scheme ?? '', ['HTTP', 'HTTPS'], path.child('scheme')),
    ...(action.httpHeaders ?? []).flatMap(({ name }) => invalidFor(path.child('httpHeaders'), name, httpHeaderNameProblems(name))),
  ];
}

function validateSleep(seconds: number, graceSeconds: number | undefined, path: FieldPath): readonly FieldError[] {
  if (graceSeconds === undefined || (seconds >= 0 && seconds <= graceSeconds)) return [];
  return [invalidValue(path, seconds, `must be non-negative and less than terminationGracePeriodSeconds (${graceSeconds})`)];
}
