import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replicasField, step } from '../../../src/ui/editor/code/stepper.ts';

const MOST = 2 ** 31 - 1;

describe('the stepper on replicas', () => {
  it('knows whole numbers as people write replicas', () => {
    expect(replicasField('3', 10)).toEqual({ from: 10, to: 11, value: 3 });
    expect(replicasField('0', 0)).toEqual({ from: 0, to: 1, value: 0 });
  });

  it.each(['', '-1', '+3', '03', '3.5', '1e3', 'three', '2147483648', '99999999999'])('leaves %j alone', (source) => {
    expect(replicasField(source, 0)).toBeNull();
  });

  it('stops at none and at the most an int32 holds', () => {
    const [none, most] = [replicasField('0', 0), replicasField(String(MOST), 0)];
    if (!none || !most) throw new Error('both are replicas');
    expect(step(none, -1)).toBeNull();
    expect(step(most, 1)).toBeNull();
  });

  it('changes only the number, by one, and can be stepped back', () => {
    fc.assert(fc.property(fc.nat(1_000_000), fc.string(), fc.string(), (value, before, after) => {
      const text = `${before}${value}${after}`;
      const field = replicasField(String(value), before.length);
      const up = field && step(field, 1);
      if (!field || !up) throw new Error('must step');
      const stepped = text.slice(0, up.from) + up.insert + text.slice(up.to);
      expect(stepped).toBe(`${before}${value + 1}${after}`);
      const again = replicasField(up.insert, before.length);
      const down = again && step(again, -1);
      if (!down) throw new Error('must step back');
      expect(stepped.slice(0, down.from) + down.insert + stepped.slice(down.to)).toBe(text);
    }));
  });
});
