import type { DecodeResult } from './decode.ts';

/**
 * The message of the 400 (BadRequest) that the API server answers, or undefined when there is nothing wrong. `version` is the
 * version alone: `v1` of `apps/v1`. A wrong type hides all unknown fields
 * (apiserver/pkg/endpoints/handlers/rest.go, transformDecodeError).
 */
export function formatDecodeError(kind: string, version: string, result: DecodeResult): string | undefined {
  const reason = result.typeErrors[0]?.message ?? strictReason(result);
  return reason === undefined ? undefined : `${kind} in version "${version}" cannot be handled as a ${kind}: ${reason}`;
}

function strictReason(result: DecodeResult): string | undefined {
  if (result.unknownFields.length === 0) return undefined;
  return `strict decoding error: ${result.unknownFields.map((problem) => problem.message).join(', ')}`;
}
