/** Where a long field path in a message may go on in the next line: the parts that belong together. */
export function breakable(text: string): readonly string[] {
  return text.split(/(?<=[.\]/])(?=[^\s.])/);
}
