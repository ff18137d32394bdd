import type { OperatorSandbox } from '../engine/operators/sandbox.ts';
import type { CodeProblem } from './protocol.ts';

const PLACE = / \(operator\.js, line (\d+)\)$/;

/** Loads an operator's code without running its reconcile: what is wrong with it, if anything. */
export function checkOperator(sandbox: OperatorSandbox | undefined, code: string): CodeProblem | null {
  if (!sandbox) throw new Error('Operators cannot be run here.');
  try {
    sandbox.declare(code);
    return null;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const place = PLACE.exec(message);
    return place ? { message: message.slice(0, place.index), line: Number(place[1]) } : { message, line: null };
  }
}
