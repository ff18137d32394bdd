import type { BaseType, Selection } from 'd3';

type Value<Datum> = string | number | null | ((datum: Datum) => string | number | null);

const TEXT = '#text';
const written = new WeakMap<Element, Map<string, string | number | null>>();

/** `selection.call(put, 'x', value)`: like `attr`, but touches only elements on which the attribute is to change. `null` takes it away. */
export function put<E extends BaseType, Datum, P extends BaseType, PD>(selection: Selection<E, Datum, P, PD>, name: string, value: Value<Datum>): void {
  selection.each(function write(datum) {
    const next = typeof value === 'function' ? value(datum) : value;
    if (!(this instanceof Element) || !isNew(this, name, next)) return;
    if (next === null) this.removeAttribute(name);
    else this.setAttribute(name, String(next));
  });
}

/** `selection.call(say, text)`: like `text`, but touches only elements whose words are to change. */
export function say<E extends BaseType, Datum, P extends BaseType, PD>(selection: Selection<E, Datum, P, PD>, text: (datum: Datum) => string): void {
  selection.each(function write(datum) {
    const next = text(datum);
    if (this instanceof Element && isNew(this, TEXT, next)) this.textContent = next;
  });
}

/** Remembers what is written, which is cheaper than asking the page. */
function isNew(element: Element, name: string, value: string | number | null): boolean {
  const known = written.get(element) ?? new Map<string, string | number | null>();
  if (known.size === 0) written.set(element, known);
  if (known.has(name) ? known.get(name) === value : value === null) return false;
  known.set(name, value);
  return true;
}
