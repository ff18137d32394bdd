import { expect, test } from 'vitest';
import { openCluster, waitForCount } from './cluster-page.ts';

test('kill a node by clicking, and every pod of the Deployment is ready again on other nodes', async () => {
  const { page, cluster, node, pods, waitForPods, close } = await openCluster();
  await waitForPods('web-', 3);
  const victim = (await pods('web-', 'Running', node('node-2')).count()) > 0 ? 'node-2' : 'node-1';
  const before = await pods('web-', 'Running', node(victim)).count();
  expect(before).toBeGreaterThan(0);

  const clickedAt = Date.now();
  await cluster.getByRole('button', { name: `Kill ${victim}` }).click();
  await page.getByText(`You powered off ${victim}`).filter({ visible: true }).first().waitFor();
  await cluster.getByRole('group', { name: new RegExp(`^${victim}, NotReady`) }).waitFor({ timeout: 40_000 });
  const others = ['node-1', 'node-2', 'node-3'].filter((name) => name !== victim);
  const elsewhere = async (): Promise<number> => {
    const counts = await Promise.all(others.map((name) => pods('web-', 'Running', node(name)).count()));
    return counts.reduce((sum, count) => sum + count, 0);
  };
  while ((await elsewhere()) < 3) {
    if (Date.now() - clickedAt > 50_000) throw new Error(`after 50 s only ${await elsewhere()} of 3 pods run on other nodes`);
    await page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(resolve); }));
  }
  const tookMs = Date.now() - clickedAt;
  console.log(`healed ${(tookMs / 1000).toFixed(1)} s after the click`);

  await cluster.getByRole('button', { name: `Start ${victim}` }).click();
  await cluster.getByRole('group', { name: new RegExp(`^${victim}, Ready`) }).waitFor({ timeout: 40_000 });
  await waitForCount(page, pods('web-', 'Running'), 3);
  await close();
});

test('what is waited for is said while time runs ahead', async () => {
  const { page, cluster, waitForPods, close } = await openCluster();
  await waitForPods('web-', 3);
  await cluster.getByRole('button', { name: 'Kill node-1' }).click();
  const clock = page.getByRole('status', { name: 'Simulated time' });
  await clock.getByText(/waiting for node-monitor-grace-period/).waitFor();
  await clock.getByText(/waiting for tolerationSeconds/).waitFor({ timeout: 30_000 });
  await close();
});

test('a deleted pod is replaced while you watch', async () => {
  const { page, cluster, pods, waitForPods, close } = await openCluster();
  await waitForPods('web-', 3);
  const names = async (): Promise<(string | null)[]> => Promise.all((await pods('web-', 'Running').all()).map((pod) => pod.getAttribute('aria-label')));
  const before = await names();
  await pods('web-', 'Running').first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: /^Delete pod/ }).click();
  await cluster.getByRole('button', { name: /^Pod web-.*, Terminating$/ }).waitFor();
  await waitForPods('web-', 3);
  expect((await names()).filter((name) => !before.includes(name))).toHaveLength(1);
  await close();
});
