import type { Client } from '../api/api-server.ts';
import { UnreachableError } from '../api/errors.ts';
import { decodeBase64Bytes } from '../api/schema/base64.ts';

const CACHE_TIMEOUT = 'timed out waiting for the condition';

/** The entries of a ConfigMap or Secret, `undefined` when it does not exist, or why it could not be read. */
export function readValues(client: Client, kind: 'ConfigMap' | 'Secret', namespace: string, name: string): Readonly<Record<string, string>> | undefined | string {
  try {
    if (kind === 'ConfigMap') {
      const found = client.get('ConfigMap', namespace, name);
      return found && { ...found.binaryData, ...found.data };
    }
    const found = client.get('Secret', namespace, name);
    return found && Object.fromEntries(Object.entries(found.data ?? {}).map(([key, value]) => [key, decodeBase64Bytes(value)]));
  } catch (error) {
    if (error instanceof UnreachableError) return `failed to sync ${kind.toLowerCase()} cache: ${CACHE_TIMEOUT}`;
    throw error;
  }
}
