import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ipFamilyOf } from '../../../../src/engine/api/ip-family.ts';
import { byteLength } from '../../../../src/engine/api/validation/byte-length.ts';
import { cidrProblems } from '../../../../src/engine/api/validation/ip-addresses.ts';
import {
  configMapKeyProblems, dns1035LabelProblems, dnsLabelProblems, dnsSubdomainProblems, envVarNameProblems, labelValueProblems, percentProblems, portNameProblems, portNumberProblems, qualifiedNameProblems,
} from '../../../../src/engine/api/validation/names.ts';
import { propertyOptions } from '../../../property-settings.ts';

describe('names', () => {
  it.each<[(text: string) => readonly string[], readonly string[], readonly string[]]>([
    [dnsLabelProblems, ['a', '1a', 'a-b', 'x'.repeat(63)], ['', '-a', 'a-', 'A', 'a_b', 'x'.repeat(64), 'a\n']],
    [dnsSubdomainProblems, ['a.b', 'a-1.b', 'x'.repeat(253)], ['', 'a..b', '.a', 'a.', 'A.b', 'x'.repeat(254)]],
    [dns1035LabelProblems, ['a', 'a-1'], ['1a', '', 'a.b']],
    [labelValueProblems, ['', 'a', 'A_b.c-1', 'x'.repeat(63)], ['-a', 'a b', 'a/b', 'x'.repeat(64), 'ä']],
    [qualifiedNameProblems, ['a', 'A.b_c', 'example.com/a', 'x'.repeat(63)], ['', '/a', 'a/', 'a/b/c', 'Example.com/a', `example.com/${'x'.repeat(64)}`]],
    [envVarNameProblems, ['A', '1A', 'a b', '!~'], ['', 'A=B', 'ä', 'a\tb']],
    [configMapKeyProblems, ['a', '.bashrc', 'A_b-c.d'], ['', '.', '..', '..a', 'a b', 'a/b']],
    [portNameProblems, ['http', '8080-tcp', 'a1'], ['', '80', 'a--b', '-a', 'a-', 'HTTP', 'x'.repeat(16)]],
    [percentProblems, ['0%', '25%', '150%'], ['', '%', '25', '2.5%', '-1%']],
  ])('are told from what is none: %#', (problems, good, bad) => {
    expect(good.filter((text) => problems(text).length > 0)).toEqual([]);
    expect(bad.filter((text) => problems(text).length === 0)).toEqual([]);
  });

  it('are refused in the words of Kubernetes', () => {
    expect(dnsLabelProblems('My_App')).toEqual([
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
    ]);
    expect(qualifiedNameProblems('Bad_Prefix/')).toEqual([
      "prefix part a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
      'name part must be non-empty',
      "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
    ]);
    expect(envVarNameProblems('A=B')).toEqual(["a valid environment variable name must consist only of printable ASCII characters other than '='"]);
    expect(portNumberProblems(0)).toEqual(['must be between 1 and 65535, inclusive']);
    expect(dnsLabelProblems('x'.repeat(64))).toEqual(['must be no more than 63 characters']);
    expect(labelValueProblems('x'.repeat(64))).toEqual(['must be no more than 63 bytes']);
  });

  it('that are labels are subdomains and label values too', () => {
    fc.assert(fc.property(fc.stringMatching(/^[a-z0-9-]{1,70}$/), (text) => {
      if (dnsLabelProblems(text).length > 0) return;
      expect([...dnsSubdomainProblems(text), ...labelValueProblems(text), ...qualifiedNameProblems(text)]).toEqual([]);
    }), propertyOptions(300));
  });
});

describe('lengths', () => {
  it('are those of UTF-8', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => { expect(byteLength(text)).toBe(new TextEncoder().encode(text).length); }), propertyOptions(300));
  });
});

describe('addresses', () => {
  it('are of their family', () => {
    fc.assert(fc.property(fc.ipV4(), (text) => { expect(ipFamilyOf(text)).toBe('IPv4'); }), propertyOptions(200));
    fc.assert(fc.property(fc.ipV6(), (text) => { expect(ipFamilyOf(text)).toBe('IPv6'); }), propertyOptions(200));
  });
  it.each(['', '10.0.0', '10.0.0.256', '10.0.0.01', '::1::', '1:2:3:4:5:6:7', '12345::', 'fe80::1%eth0', ':'])('are not %j', (text) => {
    expect(ipFamilyOf(text)).toBeUndefined();
  });
  it.each([['10.0.0.0/8', true], ['::/0', true], ['10.0.0.0/33', false], ['10.0.0.0', false], ['10.0.0.0/08', false], ['10.0.0.0/8/8', false]])('make ranges: %s is one, %s', (text, fine) => {
    expect(cidrProblems(text).length === 0).toBe(fine);
  });
});
