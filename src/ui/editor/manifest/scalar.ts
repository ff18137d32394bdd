/**
 * Which value a YAML scalar stands for, as kubectl reads it: the YAML 1.1 rules of the library behind `sigs.k8s.io/yaml`
 * (`vendor/go.yaml.in/yaml/v2/resolve.go`), in which a bare `yes` or `on` is a boolean and `0777` is octal.
 */
export type ScalarValue = string | number | boolean | null;

export type ResolvedScalar =
  | { readonly ok: true; readonly value: ScalarValue; readonly float: boolean }
  | { readonly ok: false; readonly message: string };

const TRUE_WORDS = new Set(['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON']);
const FALSE_WORDS = new Set(['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF']);
const NULL_WORDS = new Set(['', '~', 'null', 'Null', 'NULL']);
const NOT_IN_JSON = new Map([
  ['.nan', 'NaN'], ['.NaN', 'NaN'], ['.NAN', 'NaN'],
  ['.inf', '+Inf'], ['.Inf', '+Inf'], ['.INF', '+Inf'], ['+.inf', '+Inf'], ['+.Inf', '+Inf'], ['+.INF', '+Inf'],
  ['-.inf', '-Inf'], ['-.Inf', '-Inf'], ['-.INF', '-Inf'],
]);
const DATE_LIKE = /^\d{4}-\d{1,2}-\d{1,2}([Tt ]|$)/;
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const DOT_FLOAT = /^\.[0-9]+([eE][-+]?[0-9]+)?$/;
const INTEGER = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|0[0-7]*|[1-9][0-9]*)$/;
const LEAST_INT64 = -(2n ** 63n);
const MOST_UINT64 = 2n ** 64n - 1n;

const STANDARD_TAG = 'tag:yaml.org,2002:';

/**
 * Resolves one scalar. `plain` says that it stood in the text without quotes and not as a block; `tag` is its explicit tag, in
 * full. The error is the library's own ("cannot decode !!str `abc` as a !!int", "json: unsupported value: NaN").
 */
export function resolveScalar(source: string, plain: boolean, tag: string | undefined): ResolvedScalar {
  if (tag === undefined) return plain ? resolvePlain(source) : text(source);
  switch (tag) {
    case `${STANDARD_TAG}str`: return text(source);
    case `${STANDARD_TAG}binary`: return resolveBinary(source);
    case `${STANDARD_TAG}bool`:
    case `${STANDARD_TAG}int`:
    case `${STANDARD_TAG}float`:
    case `${STANDARD_TAG}null`: return resolveTagged(source, tag.slice(STANDARD_TAG.length));
    default: return text(source);
  }
}

function text(value: string): ResolvedScalar {
  return { ok: true, value, float: false };
}

function resolvePlain(source: string): ResolvedScalar {
  if (TRUE_WORDS.has(source)) return { ok: true, value: true, float: false };
  if (FALSE_WORDS.has(source)) return { ok: true, value: false, float: false };
  if (NULL_WORDS.has(source)) return { ok: true, value: null, float: false };
  const notInJson = NOT_IN_JSON.get(source);
  if (notInJson) return { ok: false, message: `json: unsupported value: ${notInJson}` };
  const first = source.charAt(0);
  if (first === '.') return DOT_FLOAT.test(source) ? float(source, source) : text(source);
  // What looks like a timestamp stays the string that was typed.
  if (!/[-+0-9]/.test(first) || DATE_LIKE.test(source)) return text(source);
  const plain = source.replaceAll('_', '');
  const integer = parseInteger(plain);
  if (integer !== null) return { ok: true, value: integer, float: false };
  return FLOAT.test(plain) ? float(plain, source) : text(source);
}

function float(digits: string, source: string): ResolvedScalar {
  const value = Number(digits);
  return Number.isFinite(value) ? { ok: true, value, float: true } : text(source);
}

/** An integer as Go's `strconv.ParseInt` reads it with base 0; `null` when it is none or does not fit 64 bits. */
function parseInteger(digits: string): number | null {
  const match = INTEGER.exec(digits);
  if (!match) return null;
  const [, sign = '', body = ''] = match;
  const octal = /^0[0-7]+$/.test(body);
  const magnitude = BigInt(octal ? `0o${body.slice(1)}` : body.toLowerCase());
  const value = sign === '-' ? -magnitude : magnitude;
  const most = sign === '+' ? 2n ** 63n - 1n : MOST_UINT64;
  return value >= LEAST_INT64 && value <= most ? Number(value) : null;
}

function resolveBinary(source: string): ResolvedScalar {
  try {
    return text(atob(source.replace(/\s/g, '')));
  } catch {
    return { ok: false, message: '!!binary value contains invalid base64 data' };
  }
}

function resolveTagged(source: string, wanted: string): ResolvedScalar {
  const resolved = resolvePlain(source);
  if (!resolved.ok) return resolved;
  const found = typeName(resolved.value, resolved.float);
  if (found === wanted || (wanted === 'float' && found === 'int')) return resolved;
  return { ok: false, message: `cannot decode !!${found} \`${source}\` as a !!${wanted}` };
}

function typeName(value: ScalarValue, isFloat: boolean): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return isFloat ? 'float' : 'int';
  return 'str';
}

/**
 * The JSON key of a mapping key: numbers and booleans are written out, as `sigs.k8s.io/yaml` does (`on: x` has the key "true").
 * `null` for a null key, which JSON cannot have.
 */
export function keyText(value: ScalarValue, isFloat: boolean): string | null {
  if (value === null) return null;
  return isFloat && typeof value === 'number' ? formatFloatKey(value) : String(value);
}

/** Go's `strconv.FormatFloat(value, 'g', -1, 32)`: the fewest digits that name the same 32-bit float. */
function formatFloatKey(value: number): string {
  const single = Math.fround(value);
  let digits = 1;
  while (digits < 9 && Math.fround(Number(value.toPrecision(digits))) !== single) digits++;
  const [mantissa = '0', exponentText = '0'] = value.toExponential(digits - 1).split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 6) return String(Number(`${mantissa}e${exponent}`));
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}
