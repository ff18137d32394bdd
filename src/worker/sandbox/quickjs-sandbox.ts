import variant from '@jitl/quickjs-singlefile-mjs-release-sync';
import { newQuickJSWASMModuleFromVariant, type QuickJSContext, type QuickJSHandle, type QuickJSWASMModule } from 'quickjs-emscripten-core';
import { StatusError } from '../../engine/api/errors.ts';
import type { Json } from '../../engine/json.ts';
import { MOST_MEMORY_BYTES, type OperatorCall, type OperatorDeclaration, type OperatorSandbox, type SandboxOutcome } from '../../engine/operators/sandbox.ts';
import { PRELUDE } from './prelude.ts';

const MOST_STACK_BYTES = 256 * 1024;
/** The machine asks now and then, after so many instructions, whether to go on: a measure of work that is the same everywhere. */
const MOST_INTERRUPTS = 500;
const FILE = 'operator.js';
const TOO_LONG = 'it did not come to an end: a reconcile function must look once, do what is missing, and return';

/** JavaScript in QuickJS, compiled to WebAssembly: a machine of its own, without page, network or clock. */
export async function createQuickJsSandbox(): Promise<OperatorSandbox> {
  const machine = await newQuickJSWASMModuleFromVariant(variant);
  return {
    declare: (code) => inside(machine, code, refuseCalls, (entry) => JSON.parse(entry('declaration')) as OperatorDeclaration),
    reconcile(code, object, call): SandboxOutcome {
      try {
        const requeueAfterSeconds = inside(machine, code, call, (entry) => JSON.parse(entry('reconcile', JSON.stringify(object))) as number | null);
        return { ok: true, requeueAfterSeconds };
      } catch (error) {
        return { ok: false, error: error instanceof Error ? error.message : String(error) };
      }
    },
  };
}

function refuseCalls(): Json {
  throw new Error('the cluster can only be reached from within reconcile');
}

/** Loads the code into a fresh machine, and lets `work` call what the prelude offers. Throws an Error with the code's own words and line. */
function inside<T>(machine: QuickJSWASMModule, code: string, call: OperatorCall, work: (entry: (name: string, text?: string) => string) => T): T {
  const runtime = machine.newRuntime();
  let interrupts = 0;
  runtime.setMemoryLimit(MOST_MEMORY_BYTES);
  runtime.setMaxStackSize(MOST_STACK_BYTES);
  runtime.setInterruptHandler(() => ++interrupts > MOST_INTERRUPTS);
  const context = runtime.newContext();
  const held: QuickJSHandle[] = [];
  const keep = (handle: QuickJSHandle): QuickJSHandle => {
    held.push(handle);
    return handle;
  };
  const evaluate = (text: string, file: string): QuickJSHandle => keep(valueOf(context, context.evalCode(text, file)));
  try {
    const host = keep(context.newFunction('call', (name, parameters) => context.newString(answer(call, context.getString(name), context.getString(parameters)))));
    context.setProp(context.global, 'call', host);
    const prelude = evaluate(PRELUDE, 'prelude.js');
    evaluate(code, FILE);
    return work((name, text = '') => {
      const entry = keep(context.getProp(prelude, name));
      return context.getString(keep(valueOf(context, context.callFunction(entry, context.undefined, keep(context.newString(text))))));
    });
  } finally {
    for (const handle of held) handle.dispose();
    context.dispose();
    runtime.dispose();
  }
}

function answer(call: OperatorCall, name: string, parameters: string): string {
  try {
    return JSON.stringify({ value: call(name, JSON.parse(parameters) as readonly Json[]) });
  } catch (error) {
    const status = error instanceof StatusError ? { reason: error.status.reason, code: error.status.code } : { reason: 'Unreachable', code: 0 };
    return JSON.stringify({ error: { message: error instanceof Error ? error.message : String(error), ...status } });
  }
}

interface Thrown {
  readonly name?: string;
  readonly message?: string;
  readonly stack?: string;
}

function valueOf(context: QuickJSContext, result: ReturnType<QuickJSContext['evalCode']>): QuickJSHandle {
  if (!result.error) return result.value;
  const thrown = context.dump(result.error) as Thrown | string;
  result.error.dispose();
  throw new Error(wordsOf(thrown));
}

function wordsOf(thrown: Thrown | string): string {
  if (typeof thrown === 'string') return thrown;
  const { name = 'Error', message = '', stack = '' } = thrown;
  if (name === 'InternalError' && message === 'interrupted') return TOO_LONG;
  const line = new RegExp(`${FILE.replace('.', '\\.')}:(\\d+)`).exec(stack)?.[1];
  const words = name === 'Error' || name === 'ApiError' ? message : `${name}: ${message}`;
  return line === undefined ? words : `${words} (${FILE}, line ${line})`;
}
