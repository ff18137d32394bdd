import type { FieldError } from '../errors.ts';
import { ipFamilyOf } from '../ip-family.ts';
import { invalidValue, type FieldPath } from './field-error.ts';

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
