import type { OperatorSandbox } from '../../engine/operators/sandbox.ts';
import type { Simulation } from '../../engine/simulation.ts';
import { operatorObjects } from './operator-objects.ts';
import type { OperatorCheck } from '../protocol.ts';

/** Loads an operator's code, without running its reconcile, and says what it takes to run it. */
export function checkOperator(sandbox: OperatorSandbox, { name, code }: { readonly name: string; readonly code: string }, { kinds }: Pick<Simulation, 'kinds'>): OperatorCheck {
  try {
    const declaration = sandbox.declare(code);
    return { declaration, objects: operatorObjects(name, code, declaration, kinds), problem: null };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const line = / \(operator\.js, line (\d+)\)$/.exec(message);
    return { declaration: null, objects: [], problem: { message: line ? message.slice(0, line.index) : message, line: line ? Number(line[1]) : null } };
  }
}
