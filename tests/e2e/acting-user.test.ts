import { expect, test } from 'vitest';
import { violations } from './axe.ts';
import { openCluster } from './cluster-page.ts';

const REFUSAL = 'deployments.apps "web" is forbidden: User "jane" cannot patch resource "deployments/scale" in API group "apps" in the namespace "shop"';

test('who acts as somebody without the right is refused in Kubernetes’ words, and may again as the administrator', async () => {
  const { page, editor, write, readText, waitForPods, close } = await openCluster({ path: '?scenario=rbac' });
  const inspector = page.getByRole('region', { name: 'Inspector' });
  const actAs = async (current: string, next: string): Promise<void> => {
    await page.getByRole('button', { name: `Acting as ${current}` }).click();
    await page.getByRole('menuitemradio', { name: new RegExp(`^${next}`) }).click();
    await page.getByRole('button', { name: `Acting as ${next}` }).waitFor();
  };
  const scaleUp = async (): Promise<void> => {
    await inspector.getByRole('button', { name: /^Do/ }).click();
    await page.getByRole('menuitem', { name: /^Scale up to 4/ }).click();
  };
  await waitForPods('web-', 3);
  await inspector.getByRole('button', { name: 'web', exact: true }).click();
  await inspector.getByRole('heading', { name: 'Deployment web' }).waitFor();

  await actAs('kubernetes-admin', 'jane');
  await scaleUp();
  await page.getByText(REFUSAL, { exact: true }).filter({ visible: true }).first().waitFor();
  expect(await violations(page)).toEqual([]);
  // What she writes is refused where it stands.
  await write((await readText()).replace('replicas: 3', 'replicas: 5'));
  await editor.getByRole('button', { name: 'Apply' }).click();
  await editor.getByText('deployments.apps "web" is forbidden: User "jane" cannot patch resource "deployments" in API group "apps" in the namespace "shop"', { exact: true }).first().waitFor();
  await inspector.getByText('3 of 3 pods ready').waitFor();

  await actAs('jane', 'kubernetes-admin');
  await scaleUp();
  await waitForPods('web-', 4);
  await close();
});
