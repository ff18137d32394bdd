import { expect, it } from 'vitest';
import { createCommandLine, needsLateEngine } from '../../src/worker/command-line.ts';
import { createLatePart } from '../../src/worker/late-part.ts';
import type { Command, ReplyData } from '../../src/worker/protocol.ts';

const APPLY: Command = { type: 'act', action: { type: 'apply', objects: [] } };
const PAUSE: Command = { type: 'set-paused', paused: true };
const STEP: Command = { type: 'step' };

function line() {
  const answered: string[] = [];
  const attempts: { arrive(): void; fail(): void }[] = [];
  const part = createLatePart(() => new Promise<'there'>((resolve, reject) => attempts.push({ arrive: () => resolve('there'), fail: () => reject(new Error('404')) })));
  const answer = <C extends Command>({ type }: C): ReplyData[C['type']] => {
    answered.push(type);
    if (type === 'step') throw new Error('No cluster is open.');
    return null as ReplyData[C['type']];
  };
  const send = createCommandLine(answer, (command) => (needsLateEngine(command) ? [part] : []));
  return { answered, attempts, part, send };
}

it('answers at once what needs nothing that is missing', () => {
  const { answered, attempts, send } = line();
  void send(PAUSE);
  expect(answered).toEqual(['set-paused']);
  expect(attempts).toHaveLength(0);
});

it('lets what a person wrote wait for its check, and what came after it for its turn', async () => {
  const { answered, attempts, send } = line();
  const applied = send(APPLY);
  const paused = send(PAUSE);
  await Promise.resolve();
  expect(answered).toEqual([]);
  attempts[0]?.arrive();
  await Promise.all([applied, paused]);
  expect(answered).toEqual(['act', 'set-paused']);
  void send(APPLY);
  expect(answered).toEqual(['act', 'set-paused', 'act']);
  expect(attempts).toHaveLength(1);
});

it('tells a refusal to whoever asked, and goes on', async () => {
  const { attempts, send } = line();
  const applied = send(APPLY);
  const stepped = send(STEP);
  const paused = send(PAUSE);
  await Promise.resolve();
  attempts[0]?.arrive();
  await expect(stepped).rejects.toThrow('No cluster is open.');
  await expect(Promise.all([applied, paused])).resolves.toEqual([null, null]);
});

it('says in a sentence that a part did not come, and tries again for the next who needs it', async () => {
  const { answered, attempts, send } = line();
  const first = send(APPLY);
  const paused = send(PAUSE);
  await Promise.resolve();
  attempts[0]?.fail();
  await expect(first).rejects.toThrow('could not be loaded');
  await paused;
  const second = send(APPLY);
  await Promise.resolve();
  attempts[1]?.arrive();
  await second;
  expect(answered).toEqual(['set-paused', 'act']);
});

it('lets everything that acts on a cluster, or opens one that was acted on, wait for the whole engine, and nothing else', () => {
  const target = { kind: 'Deployment', namespace: 'default', name: 'web' };
  const acting: Command[] = [
    APPLY, { type: 'preview-apply', objects: [] }, { type: 'act', action: { type: 'delete', target } },
    { type: 'act', action: { type: 'fault', fault: 'power-off-node', target: { node: 'node-1' } } },
    { type: 'restore', saved: '' }, { type: 'reset' }, { type: 'undo-reset' }, { type: 'open-scenario', scenario: 'drain' },
  ];
  const others: Command[] = [PAUSE, STEP, { type: 'open-scenario', scenario: 'first-deployment' }, { type: 'save' }];
  expect(acting.filter((command) => !needsLateEngine(command))).toEqual([]);
  expect(others.filter(needsLateEngine)).toEqual([]);
});
