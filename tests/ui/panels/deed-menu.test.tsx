// @vitest-environment happy-dom
import '@testing-library/jest-dom/vitest';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import type { ObjectReference } from '../../../src/engine/api/reference.ts';
import type { JsonObject } from '../../../src/engine/json.ts';
import { DeedMenu } from '../../../src/ui/panels/deed-menu.tsx';
import { SessionProvider } from '../../../src/ui/store/session.ts';
import { panelsFixture, podDetail, POD, REPLICA_SET, type PanelsFixture } from './panels-fixture.ts';

const DEPLOYMENT: ObjectReference = { kind: 'Deployment', namespace: 'default', name: 'web' };

afterEach(cleanup);

/** Opens what can be done to an object that owns these. */
async function open(reference: ObjectReference, dependents: readonly ObjectReference[], object: JsonObject = {}): Promise<PanelsFixture> {
  const fixture = panelsFixture({ offers: () => [] });
  fixture.session.select(reference);
  fixture.frame({ detail: { ...podDetail(), reference, dependents, object } });
  render(<SessionProvider value={fixture.session}><DeedMenu reference={reference} /></SessionProvider>);
  await userEvent.click(screen.getByRole('button', { name: /^Do/ }));
  return fixture;
}

describe('what can be done to a Deployment', () => {
  const revisions = [REPLICA_SET, { ...REPLICA_SET, name: 'web-before' }];

  it('rolls back to the revision before', async () => {
    const { sent } = await open(DEPLOYMENT, revisions);
    await userEvent.click(await screen.findByRole('menuitem', { name: /^Roll back/ }));
    expect(sent.at(-1)).toEqual({ type: 'act', action: { type: 'rollback', target: DEPLOYMENT } });
  });

  it('says that there is no revision to go back to', async () => {
    await open(DEPLOYMENT, [REPLICA_SET]);
    const item = await screen.findByRole('menuitem', { name: /^Roll back/ });
    expect(item).toHaveAttribute('aria-disabled', 'true');
    expect(item).toHaveTextContent('There is no revision before this one.');
  });

  it('restarts the rollout', async () => {
    const { sent } = await open(DEPLOYMENT, revisions);
    await userEvent.click(await screen.findByRole('menuitem', { name: /^Restart the rollout/ }));
    expect(sent.at(-1)).toEqual({ type: 'act', action: { type: 'restart-rollout', target: DEPLOYMENT } });
  });
});

const choose = async (name: RegExp): Promise<void> => userEvent.click(await screen.findByRole('menuitem', { name }));
const named = (kind: string, name: string): ObjectReference => ({ kind, namespace: 'default', name });

it.each([['Background', 'Background'], ['Foreground', 'Foreground'], ['Orphan', 'Orphan']] as const)('deletes what owns others with propagation %s', async (word, propagationPolicy) => {
  const { sent } = await open(DEPLOYMENT, [REPLICA_SET]);
  await choose(new RegExp(`^Delete \\(${word}\\)`));
  expect(sent.at(-1)).toEqual({ type: 'act', action: { type: 'delete', target: DEPLOYMENT, propagationPolicy } });
});

it('deletes what owns nothing in one way only, and a namespace with all that is in it', async () => {
  const settings = named('ConfigMap', 'settings');
  const { sent } = await open(settings, []);
  await choose(/^Delete/);
  expect(sent.at(-1)).toEqual({ type: 'act', action: { type: 'delete', target: settings } });
  cleanup();
  await open({ kind: 'Namespace', namespace: '', name: 'shop' }, []);
  expect(await screen.findByRole('menuitem', { name: /^Delete/ })).toHaveTextContent('Everything in it goes with it.');
});

it('scales by one, for a StatefulSet with the number that comes or goes', async () => {
  const { sent } = await open(named('StatefulSet', 'db'), [], { spec: { replicas: 3 } });
  expect(await screen.findByRole('menuitem', { name: /^Scale up to 4/ })).toHaveTextContent('Makes number 3, once those before it are ready.');
  await choose(/^Scale down to 2/);
  expect(sent.at(-1)).toEqual({ type: 'act', action: { type: 'scale', target: named('StatefulSet', 'db'), replicas: 2 } });
});

it('suspends a Job, unless it is over', async () => {
  const job = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'work', resourceVersion: '7' }, spec: { completions: 3 } };
  const { sent } = await open(named('Job', 'work'), [], job);
  await choose(/^Suspend/);
  expect(sent.at(-1)).toEqual({ type: 'act', action: { type: 'update', object: { ...job, metadata: { name: 'work' }, spec: { completions: 3, suspend: true } } } });
  cleanup();
  await open(named('Job', 'work'), [], { ...job, status: { conditions: [{ type: 'Complete', status: 'True' }] } });
  expect(await screen.findByRole('menuitem', { name: /^Suspend/ })).toHaveAttribute('aria-disabled', 'true');
});

it('runs a CronJob now, as kubectl create job --from does', async () => {
  const object = { metadata: { uid: 'u1' }, spec: { schedule: '*/2 * * * *', jobTemplate: { metadata: { labels: { app: 'report' } }, spec: { completions: 1 } } } };
  const { sent } = await open(named('CronJob', 'report'), [], object);
  await choose(/^Run it now/);
  expect(sent.at(-1)).toMatchObject({ type: 'act', action: { type: 'create', object: {
    kind: 'Job', spec: { completions: 1 },
    metadata: { generateName: 'report-manual-', labels: { app: 'report' }, annotations: { 'cronjob.kubernetes.io/instantiate': 'manual' }, ownerReferences: [{ kind: 'CronJob', name: 'report', uid: 'u1', controller: true }] },
  } } });
});

it('says so when nothing can be done', async () => {
  await open(named('Event', 'x'), []);
  expect(await screen.findByRole('menuitem')).toHaveTextContent('Nothing can be done to it');
});

it('rollouts are not offered for what has none', async () => {
  await open(POD, []);
  await screen.findByRole('menuitem');
  expect(screen.queryByRole('menuitem', { name: /^Roll back/ })).not.toBeInTheDocument();
});
