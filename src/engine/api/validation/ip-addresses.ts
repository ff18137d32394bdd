import type { FieldError } from '../errors.ts';
import { invalidValue, type FieldPath } from './field-error.ts';

export type IpFamily = 'IPv4' | 'IPv6';

/** Which sort of address it is, if any; leading zeros are refused (apimachinery/pkg/util/validation/ip.go). */
export function ipFamilyOf(text: string): IpFamily | undefined {
  if (isIpv4(text)) return 'IPv4';
  return isIpv6(text) ? 'IPv6' : undefined;
}

export function ipProblems(text: string): readonly string[] {
  return ipFamilyOf(text) ? [] : ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'];
}

export function cidrProblems(text: string): readonly string[] {
  const [address = '', bits = '', ...rest] = text.split('/');
  const family = ipFamilyOf(address);
  const isFine = family !== undefined && rest.length === 0 && /^(0|[1-9]\d*)$/.test(bits) && Number(bits) <= (family === 'IPv4' ? 32 : 128);
  return isFine ? [] : ['must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'];
}

/** Addresses that traffic must not be sent to (pkg/apis/core/validation ValidateNonSpecialIP). */
export function validateNonSpecialIp(text: string, path: FieldPath): readonly FieldError[] {
  if (!ipFamilyOf(text)) return [invalidValue(path, text, 'must be a valid IP address')];
  const address = text.toLowerCase();
  const problems: string[] = [];
  if (address === '0.0.0.0' || /^[0:]+$/.test(address)) problems.push(`may not be unspecified (${text})`);
  if (address.startsWith('127.') || /^[0:]*:0*1$/.test(address)) problems.push('may not be in the loopback range (127.0.0.0/8, ::1/128)');
  if (address.startsWith('169.254.') || /^fe[89ab].:/.test(address)) problems.push('may not be in the link-local range (169.254.0.0/16, fe80::/10)');
  if (address.startsWith('224.0.0.') || address.startsWith('ff02:')) problems.push('may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)');
  return problems.map((problem) => invalidValue(path, text, problem));
}

function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const tail = groups.at(-1) ?? '';
  const hasIpv4 = tail.includes('.');
  const hex = hasIpv4 ? groups.slice(0, -1) : groups;
  if ((hasIpv4 && !isIpv4(tail)) || !hex.every((group) => /^[\da-fA-F]{1,4}$/.test(group))) return false;
  const length = hex.length + (hasIpv4 ? 2 : 0);
  return halves.length === 2 ? length < 8 : length === 8;
}
