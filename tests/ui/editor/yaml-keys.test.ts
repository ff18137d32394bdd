import { describe, expect, it } from 'vitest';
import { indentAfter } from '../../../src/ui/editor/code/yaml-keys.ts';

describe('the column of a new line', () => {
  it.each([
    ['spec:', 2], ['  template:', 4], ['  replicas: 3', 2], ['- name: nginx', 2], ['      - name: a', 8], ['    - ports:', 8],
    ['text: |', 2], ['  text: >-', 4], ['spec: # what', 2], ['', 0], ['    ', 4], ['url: http://x:', 2], ['  - - a', 6],
  ])('after %j is %d', (text, column) => expect(indentAfter(text)).toBe(column));
});
