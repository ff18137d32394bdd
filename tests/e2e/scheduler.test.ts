import { expect, test } from 'vitest';
import { violations } from './axe.ts';
import { openCluster, waitForCount, type ClusterPage } from './cluster-page.ts';
import { savedDeed } from './saved-deed.ts';

const PACKING = `apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
profiles:
- schedulerName: default-scheduler
  plugins:
    score:
      disabled:
      - name: PodTopologySpread
      - name: NodeResourcesBalancedAllocation
  pluginConfig:
  - name: NodeResourcesFit
    args:
      scoringStrategy:
        type: MostAllocated
        resources:
        - name: cpu
          weight: 1
`;

const MORE = `apiVersion: apps/v1
kind: Deployment
metadata: { name: more }
spec:
  replicas: 3
  selector: { matchLabels: { app: more } }
  template:
    metadata: { labels: { app: more } }
    spec:
      containers:
      - name: nginx
        image: nginx:1.27
        resources: { requests: { cpu: 300m } }
`;

async function openWorkshop({ page, pods }: ClusterPage) {
  await pods('web-', 'Running').first().focus();
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Inspector' }).getByRole('button', { name: 'What if?' }).click();
  const workshop = page.getByRole('region', { name: 'Scheduler configuration' });
  const code = workshop.getByRole('textbox', { name: 'Scheduler configuration YAML' });
  await code.waitFor();
  return {
    workshop,
    async write(text: string): Promise<void> {
      await code.click();
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.insertText(text);
    },
  };
}

test('another configuration places the pods elsewhere, says why, and the next pods follow it once it is used', async () => {
  const opened = await openCluster();
  const { page, editor, node, pods, waitForPods, write, close } = opened;
  await waitForPods('web-', 3);
  const { workshop, write: writeConfiguration } = await openWorkshop(opened);
  expect(await workshop.getByRole('combobox', { name: 'Place' }).inputValue()).toBe('Deployment/default/web');

  await writeConfiguration(PACKING);
  await page.keyboard.press('ControlOrMeta+Enter');
  await workshop.getByText('2 of 3 pods would go elsewhere: on 1 node instead of 3.').waitFor();
  await workshop.getByText(/makes the difference: under A it/).waitFor();
  await waitForCount(page, workshop.getByRole('region', { name: 'Under yours' }).getByRole('img', { name: /: 3 of these pods/ }), 1);
  expect(await violations(page)).toEqual([]);

  await workshop.getByRole('button', { name: 'Use it' }).click();
  await page.getByText('You gave the scheduler a new configuration').filter({ visible: true }).first().waitFor();
  await write(MORE);
  await editor.getByRole('button', { name: 'Apply' }).click();
  await waitForPods('more-', 3);
  const counts = await Promise.all(['node-1', 'node-2', 'node-3'].map((name) => pods('more-', 'Running', node(name)).count()));
  expect(counts.sort()).toEqual([0, 0, 3]);

  await workshop.getByRole('button', { name: 'Back to the default' }).click();
  await page.getByText('You gave the scheduler its own configuration back').filter({ visible: true }).first().waitFor();
  await close();
});

test('what is wrong with a configuration stands under its line, and is not used', async () => {
  const opened = await openCluster();
  const { page, waitForPods, close } = opened;
  await waitForPods('web-', 3);
  const { workshop, write } = await openWorkshop(opened);
  await write(PACKING.replace('MostAllocated', 'Fullest').replace('score:', 'scores:'));
  await workshop.getByRole('button', { name: 'Use it' }).click();
  await workshop.getByText('strict decoding error: unknown field "profiles[0].plugins.scores"').waitFor();
  await write(PACKING.replace('MostAllocated', 'Fullest'));
  await workshop.getByRole('button', { name: 'What if?' }).click();
  await workshop.getByText(/profiles\[0\]\.pluginConfig\[0\]\.args\.scoringStrategy\.type: Unsupported value: "Fullest"/).waitFor();
  expect(await page.getByText('You gave the scheduler').count()).toBe(0);
  await close();
});

test('all nodes of a decision are looked through by keyboard, and what is used survives a reload', async () => {
  const opened = await openCluster();
  const { page, waitForPods, close } = opened;
  await waitForPods('web-', 3);
  const { workshop } = await openWorkshop(opened);
  await workshop.getByRole('combobox', { name: 'Open' }).selectOption('Nobody is pushed out');
  await workshop.getByRole('button', { name: 'Use it' }).click();
  await page.getByText('You gave the scheduler a new configuration').filter({ visible: true }).first().waitFor();

  const inspector = page.getByRole('region', { name: 'Inspector' });
  await inspector.getByRole('button', { name: 'See it large' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Why here?' });
  const grid = dialog.getByRole('grid', { name: 'Nodes' });
  await grid.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  const last = (await grid.getByRole('row').last().getByRole('gridcell').first().textContent()) ?? '';
  await dialog.getByRole('region', { name: `What was said of ${last}` }).getByRole('row', { name: /^NodeResourcesFit/ }).waitFor();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });

  await page.waitForFunction(savedDeed, 'configure-scheduler');
  await page.reload();
  await waitForPods('web-', 3);
  await workshop.getByRole('combobox', { name: 'Open' }).selectOption('What runs now');
  await workshop.getByRole('textbox').getByText('DefaultPreemption').waitFor();
  await close();
});
