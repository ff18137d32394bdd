export type IpFamily = 'IPv4' | 'IPv6';

/** Which sort of address it is, if any; leading zeros are refused (apimachinery/pkg/util/validation/ip.go). */
export function ipFamilyOf(text: string): IpFamily | undefined {
  if (isIpv4(text)) return 'IPv4';
  return isIpv6(text) ? 'IPv6' : undefined;
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
