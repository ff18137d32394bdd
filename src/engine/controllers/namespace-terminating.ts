import { isStatus } from '../api/errors.ts';

/** Whether a creation was refused because its namespace is on its way out: trying again is useless (v1.NamespaceTerminatingCause). */
export function isNamespaceTerminating(error: unknown): boolean {
  return isStatus(error, 'Forbidden') && error.status.details?.causes?.some(({ reason }) => reason === 'NamespaceTerminating') === true;
}
