import type { OperatorSandbox } from '../../engine/operators/sandbox.ts';
import type { Simulation } from '../../engine/simulation.ts';
import type { OperatorCheck } from '../protocol.ts';
import { checkOperator } from './check-operator.ts';
import { createQuickJsSandbox } from './quickjs-sandbox.ts';

/** Where operators are written and run. */
export interface OperatorPlace {
  readonly sandbox: OperatorSandbox;
  check(asked: { readonly name: string; readonly code: string }, cluster: Pick<Simulation, 'kinds'>): OperatorCheck;
}

export async function createOperatorPlace(): Promise<OperatorPlace> {
  const sandbox = await createQuickJsSandbox();
  return { sandbox, check: (asked, cluster) => checkOperator(sandbox, asked, cluster) };
}
