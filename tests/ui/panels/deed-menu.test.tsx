// @vitest-environment happy-dom
import '@testing-library/jest-dom/vitest';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import type { ObjectReference } from '../../../src/engine/api/reference.ts';
import { DeedMenu } from '../../../src/ui/panels/deed-menu.tsx';
import { SessionProvider } from '../../../src/ui/store/session.ts';
import { panelsFixture, podDetail, POD, REPLICA_SET, type PanelsFixture } from './panels-fixture.ts';

const DEPLOYMENT: ObjectReference = { kind: 'Deployment', namespace: 'default', name: 'web' };

afterEach(cleanup);

/** Opens what can be done to an object that owns these. */
async function open(reference: ObjectReference, dependents: readonly ObjectReference[]): Promise<PanelsFixture> {
  const fixture = panelsFixture({ offers: () => [] });
  fixture.session.select(reference);
  fixture.frame({ detail: { ...podDetail(), reference, dependents } });
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

it('rollouts are not offered for what has none', async () => {
  await open(POD, []);
  await screen.findByRole('menuitem');
  expect(screen.queryByRole('menuitem', { name: /^Roll back/ })).not.toBeInTheDocument();
});
