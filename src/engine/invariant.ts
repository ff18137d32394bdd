/** Asserts what must hold. A failure is a defect of the program, never of a person's input. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${message}`);
}
