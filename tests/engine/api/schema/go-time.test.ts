import { describe, expect, it } from 'vitest';
import { normalizeMicroTime, normalizeTime } from '../../../../src/engine/api/schema/go-time.ts';

describe('a time in seconds', () => {
  it.each([
    ['2026-01-05T10:00:00Z', '2026-01-05T10:00:00Z'],
    ['2026-01-05T10:00:00.999Z', '2026-01-05T10:00:00Z'],
    ['2026-01-05T01:30:00+02:00', '2026-01-04T23:30:00Z'],
    ['2026-01-05T01:30:00-05:30', '2026-01-05T07:00:00Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00Z'],
    ['0099-01-01T00:00:00Z', '0099-01-01T00:00:00Z'],
    ['2026-01-05T9:00:00Z', '2026-01-05T09:00:00Z'],
  ])('%s is %s', (text, expected) => {
    expect(normalizeTime(text)).toEqual({ ok: true, text: expected });
  });

  it('is unset when it is the first instant of the year 1', () => {
    expect(normalizeTime('0001-01-01T00:00:00Z')).toEqual({ ok: true, text: undefined });
  });

  const layout = '"2006-01-02T15:04:05Z07:00"';
  it.each([
    ['', `parsing time "" as ${layout}: cannot parse "" as "2006"`],
    ['2026', `parsing time "2026" as ${layout}: cannot parse "" as "-"`],
    ['2026-01-05', `parsing time "2026-01-05" as ${layout}: cannot parse "" as "T"`],
    ['2026-01-05 10:00:00', `parsing time "2026-01-05 10:00:00" as ${layout}: cannot parse " 10:00:00" as "T"`],
    ['2026-01-05T10:00:00', `parsing time "2026-01-05T10:00:00" as ${layout}: cannot parse "" as "Z07:00"`],
    ['2026-1-05T10:00:00Z', `parsing time "2026-1-05T10:00:00Z" as ${layout}: cannot parse "1-05T10:00:00Z" as "01"`],
    ['2026-13-05T10:00:00Z', 'parsing time "2026-13-05T10:00:00Z": month out of range'],
    ['2026-02-30T10:00:00Z', 'parsing time "2026-02-30T10:00:00Z": day out of range'],
    ['2026-02-03T24:00:00Z', 'parsing time "2026-02-03T24:00:00Z": hour out of range'],
    ['2026-02-03T10:60:00Z', 'parsing time "2026-02-03T10:60:00Z": minute out of range'],
    ['2026-02-03T10:00:60Z', 'parsing time "2026-02-03T10:00:60Z": second out of range'],
    ['2026-02-03T10:00:00+25:00', 'parsing time "2026-02-03T10:00:00+25:00": time zone offset hour out of range'],
    ['2026-02-03T10:00:00Zulu', 'parsing time "2026-02-03T10:00:00Zulu": extra text: "ulu"'],
    ['0000-01-01T00:00:00+01:00', 'parsing time "0000-01-01T00:00:00+01:00": year outside of range [0,9999]'],
  ])('"%s" is refused', (text, message) => {
    expect(normalizeTime(text)).toEqual({ ok: false, message });
  });
});

describe('a time in microseconds', () => {
  it('keeps its six digits', () => {
    expect(normalizeMicroTime('2026-01-05T12:00:00.250001+02:00')).toEqual({ ok: true, text: '2026-01-05T10:00:00.250001Z' });
  });
  it('without six digits is refused', () => {
    expect(normalizeMicroTime('2026-01-05T10:00:00Z')).toEqual({
      ok: false,
      message: 'parsing time "2026-01-05T10:00:00Z" as "2006-01-02T15:04:05.000000Z07:00": cannot parse "Z" as ".000000"',
    });
  });
});
