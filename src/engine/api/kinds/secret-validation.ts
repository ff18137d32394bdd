import type { FieldError } from '../errors.ts';
import type { KindValidation } from '../kind-validation.ts';
import type { KindMap } from '../object.ts';
import { base64ByteCount, decodeBase64Bytes } from '../schema/base64.ts';
import { MOST_DATA_BYTES, validateDataKeys, validateSealed } from '../validation/data-keys.ts';
import { validateImmutable } from '../validation/field-checks.ts';
import { fieldPath, invalidValue, required, tooLong } from '../validation/field-error.ts';
import { validateMetadata, validateMetadataUpdate } from '../validation/metadata.ts';
import { dnsSubdomainProblems } from '../validation/names.ts';

type Secret = KindMap['Secret'];
type Data = Readonly<Record<string, string>>;

const METADATA = fieldPath('metadata');
const DATA = fieldPath('data');
const ACCOUNT_NAME = 'kubernetes.io/service-account.name';

/** Source: pkg/apis/core/validation ValidateSecret, ValidateSecretUpdate. */
export const secretValidation: KindValidation<'Secret'> = {
  validateCreate: validateSecret,
  validateUpdate: (next, previous) => [
    ...validateMetadataUpdate(next.metadata, previous.metadata, METADATA),
    ...validateImmutable(next.type, previous.type, fieldPath('type')),
    ...validateSealed(next, previous, ['data']),
    ...validateSecret(next),
  ],
};

function validateSecret({ metadata, data = {}, type }: Secret): readonly FieldError[] {
  const totalBytes = Object.values(data).reduce((sum, encoded) => sum + base64ByteCount(encoded), 0);
  return [
    ...validateMetadata(metadata, METADATA, { namespaced: true, nameProblems: dnsSubdomainProblems }),
    ...validateDataKeys(data, 'data'),
    ...(totalBytes > MOST_DATA_BYTES ? [tooLong(DATA, MOST_DATA_BYTES)] : []),
    ...validateContents(type, data, metadata.annotations),
  ];
}

/** What the well-known types must contain. */
function validateContents(type: string | undefined, data: Data, annotations: Data = {}): readonly FieldError[] {
  const missing = (...keys: readonly string[]): FieldError[] => keys.filter((key) => data[key] === undefined).map((key) => required(DATA.key(key)));
  switch (type) {
    case 'kubernetes.io/service-account-token':
      return annotations[ACCOUNT_NAME] ? [] : [required(METADATA.child('annotations').key(ACCOUNT_NAME))];
    case 'kubernetes.io/dockercfg':
      return validateJson(data, '.dockercfg');
    case 'kubernetes.io/dockerconfigjson':
      return validateJson(data, '.dockerconfigjson');
    case 'kubernetes.io/basic-auth': {
      // One of the two is enough.
      const errors = missing('username', 'password');
      return errors.length === 2 ? errors : [];
    }
    case 'kubernetes.io/ssh-auth':
      return data['ssh-privatekey'] ? [] : [required(DATA.key('ssh-privatekey'))];
    case 'kubernetes.io/tls':
      return missing('tls.crt', 'tls.key');
    default:
      return [];
  }
}

function validateJson(data: Data, key: string): readonly FieldError[] {
  const encoded = data[key];
  if (encoded === undefined) return [required(DATA.key(key))];
  const problem = jsonProblem(decodeBase64Bytes(encoded));
  return problem === undefined ? [] : [invalidValue(DATA.key(key), '<secret contents redacted>', problem)];
}

/** Go's words (encoding/json) where the first character tells what is wrong. */
function jsonProblem(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (value === null || (typeof value === 'object' && !Array.isArray(value))) return undefined;
    const kind = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
    return `json: cannot unmarshal ${kind} into Go value of type map[string]interface {}`;
  } catch {
    const first = text.trim().charAt(0);
    return first === '' || /[-{["\dtfn]/.test(first) ? 'unexpected end of JSON input' : `invalid character '${first}' looking for beginning of value`;
  }
}
