import type { FieldError } from '../errors.ts';
import { required, type FieldPath } from '../validation/field-error.ts';
import { portNameProblems, portNumberProblems } from '../validation/names.ts';
import { invalidFor, validateChoice, validateEach, validateUnused } from './checks.ts';
import type { Container, ContainerPort } from './pod-types.ts';

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

/** The ports of one container (validateContainerPorts). */
export function validateContainerPorts(ports: readonly ContainerPort[] | undefined, path: FieldPath): readonly FieldError[] {
  const names = new Set<string>();
  return validateEach(ports, path, (port, at) => [
    ...validateName(port.name ?? '', names, at.child('name')),
    ...(port.containerPort ? validatePortNumber(port.containerPort, at.child('containerPort')) : [required(at.child('containerPort'))]),
    ...(port.hostPort ? validatePortNumber(port.hostPort, at.child('hostPort')) : []),
    ...validateChoice(port.protocol, PROTOCOLS, at.child('protocol')),
  ]);
}

function validateName(name: string, names: Set<string>, path: FieldPath): readonly FieldError[] {
  if (name === '') return [];
  const errors = invalidFor(path, name, portNameProblems(name));
  return errors.length > 0 ? errors : validateUnused(name, names, path);
}

export function validatePortNumber(port: number, path: FieldPath): readonly FieldError[] {
  return invalidFor(path, port, portNumberProblems(port));
}

/** A number, or the name of a container's port. */
export function validatePortNumberOrName(port: number | string, path: FieldPath): readonly FieldError[] {
  return typeof port === 'number' ? validatePortNumber(port, path) : invalidFor(path, port, portNameProblems(port));
}

/** Two containers that run side by side cannot have the same port of the node (checkHostPortConflicts). */
export function validateHostPortsDiffer(containers: readonly Container[], path: FieldPath): readonly FieldError[] {
  const taken = new Set<string>();
  return validateEach(containers, path, (container, at) => validateEach(container.ports, at.child('ports'), (port, place) => {
    if (!port.hostPort) return [];
    return validateUnused(`${port.protocol ?? ''}/${port.hostIP ?? ''}/${port.hostPort}`, taken, place.child('hostPort'));
  }));
}
