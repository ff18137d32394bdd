import { byteLength } from './byte-length.ts';

/**
 * What is wrong with a name, a label or the like, in upstream's words; nothing when it is fine
 * (apimachinery/pkg/util/validation/validation.go, apimachinery/pkg/api/validate/content).
 */
type Problems = readonly string[];

const DNS_LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const DNS_SUBDOMAIN = `${DNS_LABEL}(\\.${DNS_LABEL})*`;
const DNS_1035_LABEL = '[a-z]([-a-z0-9]*[a-z0-9])?';
const LABEL_KEY = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const LABEL_VALUE = `(${LABEL_KEY})?`;
const CONFIG_KEY = '[-._a-zA-Z0-9]+';
const PERCENT = '[0-9]+%';

const MAX_LABEL_BYTES = 63;
const MAX_SUBDOMAIN_BYTES = 253;
const MAX_PORT_NAME_BYTES = 15;

const dnsLabelPattern = whole(DNS_LABEL);
const dnsSubdomainPattern = whole(DNS_SUBDOMAIN);
const dns1035LabelPattern = whole(DNS_1035_LABEL);
const labelKeyPattern = whole(LABEL_KEY);
const labelValuePattern = whole(LABEL_VALUE);
const configKeyPattern = whole(CONFIG_KEY);
const percentPattern = whole(PERCENT);

/** The words for a text that its pattern refuses: `… (e.g. 'a',  or 'b', regex used for validation is '…')`. */
export function patternProblem(rule: string, pattern: string, ...examples: readonly string[]): string {
  if (examples.length === 0) return `${rule} (regex used for validation is '${pattern}')`;
  return `${rule} (e.g. ${examples.map((example) => `'${example}', `).join(' or ')}regex used for validation is '${pattern}')`;
}

/** The words for a number outside its range. */
export function rangeProblem(least: number, most: number): string {
  return `must be between ${least} and ${most}, inclusive`;
}

/** Namespaces, containers and all else that must be one RFC 1123 label. */
export function dnsLabelProblems(text: string): Problems {
  const problems = lengthProblems(text, MAX_LABEL_BYTES, 'characters');
  if (dnsLabelPattern.test(text)) return problems;
  if (dnsSubdomainPattern.test(text)) return [...problems, 'must not contain dots'];
  const rule = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
  return [...problems, patternProblem(rule, DNS_LABEL, 'my-name', '123-abc')];
}

/** The names of most objects. */
export function dnsSubdomainProblems(text: string): Problems {
  return subdomainProblems(text, 'characters');
}

function subdomainProblems(text: string, unit: 'characters' | 'bytes'): Problems {
  const problems = lengthProblems(text, MAX_SUBDOMAIN_BYTES, unit);
  if (dnsSubdomainPattern.test(text)) return problems;
  const rule = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
  return [...problems, patternProblem(rule, DNS_SUBDOMAIN, 'example.com')];
}

/** Labels that may not start with a digit. */
export function dns1035LabelProblems(text: string): Problems {
  const problems = lengthProblems(text, MAX_LABEL_BYTES, 'characters');
  if (dns1035LabelPattern.test(text)) return problems;
  const rule = "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";
  return [...problems, patternProblem(rule, DNS_1035_LABEL, 'my-name', 'abc-123')];
}

export function labelValueProblems(text: string): Problems {
  const problems = lengthProblems(text, MAX_LABEL_BYTES, 'bytes');
  if (labelValuePattern.test(text)) return problems;
  const rule = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
  return [...problems, patternProblem(rule, LABEL_VALUE, 'MyValue', 'my_value', '12345')];
}

/** Label and annotation keys, finalizers, resource names: `name` or `prefix/name`. */
export function qualifiedNameProblems(text: string): Problems {
  const rule = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
  const refusal = patternProblem(rule, LABEL_KEY, 'MyName', 'my.name', '123-abc');
  const parts = text.split('/');
  if (parts.length > 2) return [`a valid label key ${refusal} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  const name = parts.at(-1) ?? '';
  const problems: string[] = [];
  const prefix = parts.length === 2 ? parts[0] : undefined;
  if (prefix === '') problems.push('prefix part must be non-empty');
  else if (prefix !== undefined) problems.push(...subdomainProblems(prefix, 'bytes').map((problem) => `prefix part ${problem}`));
  if (name === '') problems.push('name part must be non-empty');
  problems.push(...lengthProblems(name, MAX_LABEL_BYTES, 'bytes').map((problem) => `name part ${problem}`));
  if (!labelKeyPattern.test(name)) problems.push(`name part ${refusal}`);
  return problems;
}

/** Names of environment variables: anything printable in ASCII but `=` (since 1.34). */
export function envVarNameProblems(text: string): Problems {
  if (text === '') return ['environment variable name must be non-empty'];
  if (/^[ -<>-~]+$/.test(text)) return [];
  return ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
}

/** Keys of ConfigMaps and Secrets, which become file names. */
export function configMapKeyProblems(text: string): Problems {
  const problems = [...lengthProblems(text, MAX_SUBDOMAIN_BYTES, 'characters')];
  if (!configKeyPattern.test(text)) {
    const rule = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'";
    problems.push(patternProblem(rule, CONFIG_KEY, 'key.name', 'KEY_NAME', 'key-name'));
  }
  if (text === '.' || text === '..') problems.push(`must not be '${text}'`);
  else if (text.startsWith('..')) problems.push("must not start with '..'");
  return problems;
}

/** IANA service names, as the ports of containers have. */
export function portNameProblems(text: string): Problems {
  const problems = [...lengthProblems(text, MAX_PORT_NAME_BYTES, 'characters')];
  if (!/^[-a-z0-9]+$/.test(text)) problems.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  if (!/[a-z]/.test(text)) problems.push('must contain at least one letter (a-z)');
  if (text.includes('--')) problems.push('must not contain consecutive hyphens');
  if (text.startsWith('-') || text.endsWith('-')) problems.push('must not begin or end with a hyphen');
  return problems;
}

export function portNumberProblems(port: number): Problems {
  return port >= 1 && port <= 65_535 ? [] : [rangeProblem(1, 65_535)];
}

/** Numbers of users and groups, of which Kubernetes takes half of Linux's. */
export function userIdProblems(id: number): Problems {
  return id >= 0 && id <= 0x7fff_ffff ? [] : [rangeProblem(0, 0x7fff_ffff)];
}

/** `25%`; any number of per cent. */
export function percentProblems(text: string): Problems {
  if (percentPattern.test(text)) return [];
  return [patternProblem("a valid percent string must be a numeric string followed by an ending '%'", PERCENT, '1%', '93%')];
}

/** Header names of HTTP probes and hooks. */
export function httpHeaderNameProblems(text: string): Problems {
  if (/^[-A-Za-z0-9]+$/.test(text)) return [];
  return [patternProblem("a valid HTTP header must consist of alphanumeric characters or '-'", '[-A-Za-z0-9]+', 'X-Header-Name')];
}

function lengthProblems(text: string, mostBytes: number, unit: 'characters' | 'bytes'): Problems {
  return byteLength(text) > mostBytes ? [`must be no more than ${mostBytes} ${unit}`] : [];
}

function whole(pattern: string): RegExp {
  return new RegExp(`^${pattern}$`);
}
