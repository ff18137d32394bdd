import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openCluster, waitForCount } from './cluster-page.ts';

const inspectorOf = (page: Page): Locator => page.getByRole('region', { name: 'Inspector' });
const bottomOf = (page: Page): Locator => page.getByRole('region', { name: 'Events and resources' });

test('a shape, a row or an event selects the same object on the stage, in the tables and in the inspector, which tells all of it', async () => {
  const { page, cluster, pods, waitForPods, close } = await openCluster();
  await waitForPods('web-', 3);
  const [inspector, bottom] = [inspectorOf(page), bottomOf(page)];
  const names = (await Promise.all((await pods('web-', 'Running').all()).map((pod) => pod.getAttribute('aria-label')))).map((label) => /^Pod ([^,]+),/.exec(label ?? '')?.[1] ?? '');
  const [first = '', second = '', third = ''] = names;
  const isSelected = async (name: string): Promise<void> => {
    await cluster.locator('[aria-current="true"]').and(cluster.getByRole('button', { name: new RegExp(`^Pod ${name}, `) })).waitFor();
    await inspector.getByRole('heading', { name: `Pod ${name}` }).waitFor();
    await bottom.getByRole('row', { selected: true }).filter({ hasText: name }).first().waitFor();
    expect(await cluster.locator('[aria-current="true"]').count()).toBe(1);
  };

  await pods(first, 'Running').click();
  await isSelected(first);
  await bottom.getByRole('grid', { name: 'Events' }).getByRole('row').filter({ hasText: second }).first().click();
  await isSelected(second);
  await bottom.getByRole('tab', { name: 'Resources' }).click();
  await bottom.getByRole('grid', { name: 'Pods' }).getByRole('row').filter({ hasText: third }).click();
  await isSelected(third);

  // Why here: how the chosen node compared with the others.
  await inspector.getByRole('tab', { name: 'Why?' }).click();
  await inspector.getByRole('heading', { name: 'Why here?' }).waitFor();
  await inspector.getByRole('button', { name: 'See the scores', exact: true }).click();
  const scores = inspector.getByRole('region', { name: 'Scores of the nodes' });
  for (const node of ['node-1', 'node-2', 'node-3']) await scores.getByRole('columnheader', { name: new RegExp(`^${node}`) }).waitFor();
  for (const plugin of ['NodeResourcesFit', 'NodeResourcesBalancedAllocation', 'ImageLocality', 'PodTopologySpread', 'TaintToleration']) await scores.getByRole('rowgroup', { name: 'Scores' }).getByRole('rowheader', { name: plugin }).waitFor();
  await scores.getByRole('rowheader', { name: 'Total' }).waitFor();
  await scores.getByRole('rowgroup', { name: 'Filters' }).getByRole('row', { name: 'NodeResourcesFit' }).getByRole('img', { name: 'passed' }).first().waitFor();

  await inspector.getByRole('tab', { name: 'Summary' }).click();
  for (const condition of ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready']) await inspector.getByRole('rowheader', { name: condition, exact: true }).waitFor();
  await inspector.getByText('Successfully assigned', { exact: false }).first().waitFor();
  expect(await inspector.getByRole('navigation', { name: 'Owners' }).getByRole('listitem').allInnerTexts())
    .toEqual(['Deployment web', expect.stringMatching(/^ReplicaSet web-/), `Pod ${third}`]);

  await inspector.getByRole('tab', { name: 'YAML' }).click();
  const yaml = await inspector.getByRole('region', { name: 'Object as YAML' }).innerText();
  expect(yaml).toMatch(new RegExp(`^kind: Pod$[^]*^ {2}name: ${third}$[^]*^spec:$[^]*^status:$`, 'm'));

  await inspector.getByRole('tab', { name: 'Summary' }).click();
  await inspector.getByRole('navigation', { name: 'Owners' }).getByRole('button', { name: 'Deployment web' }).click();
  await inspector.getByRole('heading', { name: 'Deployment web' }).waitFor();
  await page.keyboard.press('Escape');
  await inspector.getByText('Nothing selected').waitFor();
  await waitForCount(page, cluster.locator('[aria-current="true"]'), 0);
  await close();
});

const HUGE_AND_TALKER = `apiVersion: v1
kind: Pod
metadata: { name: huge }
spec:
  containers:
  - name: a
    image: nginx:1.27
    resources: { requests: { cpu: "64" } }
---
apiVersion: v1
kind: Pod
metadata: { name: talker }
spec:
  containers:
  - name: a
    image: busybox
    command: ["sh", "-c", "while true; do echo still here; sleep 2; done"]
`;

test('a pod that fits nowhere says why, node by node; the log of one that writes grows while it is read', async () => {
  const { page, cluster, editor, pods, waitForPods, write, close } = await openCluster();
  await waitForPods('web-', 3);
  await write(HUGE_AND_TALKER);
  await editor.getByRole('button', { name: 'Apply' }).click();
  await pods('huge', 'Pending', cluster.getByRole('group', { name: 'Waiting for a node' })).click();
  const inspector = inspectorOf(page);
  await inspector.getByRole('heading', { name: 'Why pending?' }).waitFor();
  await inspector.getByText('0/3 nodes are available: 3 Insufficient cpu.', { exact: false }).first().waitFor();
  const refused = inspector.getByRole('list', { name: 'Nodes refused' });
  for (const node of ['node-1', 'node-2', 'node-3']) await refused.getByRole('button', { name: node }).waitFor();
  await refused.getByText('Insufficient cpu').waitFor();
  await refused.getByText('NodeResourcesFit').waitFor();
  await inspector.getByRole('button', { name: 'See what each filter said' }).click();
  await inspector.getByRole('row', { name: 'NodeResourcesFit' }).getByRole('img', { name: 'refused: Insufficient cpu' }).nth(2).waitFor();

  await waitForPods('talker', 1);
  await pods('talker', 'Running').click();
  await inspector.getByRole('tab', { name: 'Logs' }).click();
  const lines = inspector.getByRole('log', { name: 'Container log' }).getByText('still here');
  await lines.first().waitFor();
  const read = await lines.count();
  await expect.poll(() => lines.count(), { timeout: 20_000 }).toBeGreaterThan(read);
  await close();
});

/** What kubectl prints of each kind, and what `-o wide` adds. */
const COLUMNS: readonly (readonly [plural: string, columns: readonly string[], wide: readonly string[]])[] = [
  ['Pods', ['Namespace', 'Name', 'Ready', 'Status', 'Restarts', 'Age'], ['IP', 'Node', 'Nominated Node', 'Readiness Gates']],
  ['Nodes', ['Name', 'Status', 'Roles', 'Age', 'Version'], ['Internal-IP', 'External-IP', 'OS-Image', 'Kernel-Version', 'Container-Runtime']],
  ['Deployments', ['Namespace', 'Name', 'Ready', 'Up-to-date', 'Available', 'Age'], ['Containers', 'Images', 'Selector']],
  ['ReplicaSets', ['Namespace', 'Name', 'Desired', 'Current', 'Ready', 'Age'], ['Containers', 'Images', 'Selector']],
  ['Services', ['Namespace', 'Name', 'Type', 'Cluster-IP', 'External-IP', 'Port(s)', 'Age'], ['Selector']],
  ['EndpointSlices', ['Namespace', 'Name', 'AddressType', 'Ports', 'Endpoints', 'Age'], []],
  ['ConfigMaps', ['Namespace', 'Name', 'Data', 'Age'], []],
  ['Secrets', ['Namespace', 'Name', 'Type', 'Data', 'Age'], []],
  ['Namespaces', ['Name', 'Status', 'Age'], []],
  ['Leases', ['Namespace', 'Name', 'Holder', 'Age'], []],
  ['Events', ['Namespace', 'Last Seen', 'Type', 'Reason', 'Object', 'Message'], ['Subobject', 'Source', 'First Seen', 'Count', 'Name']],
];

const ONE_OF_EACH = `apiVersion: v1
kind: Service
metadata: { name: one }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: one }
---
apiVersion: v1
kind: Secret
metadata: { name: one }
`;

test('tables of every kind have the columns of kubectl, sort by a click on their heads, and change as the cluster does', async () => {
  const { page, editor, pods, waitForPods, write, close } = await openCluster();
  await waitForPods('web-', 3);
  await write(ONE_OF_EACH);
  await editor.getByRole('button', { name: 'Apply' }).click();
  await editor.getByText('secret/one created').waitFor();
  const bottom = bottomOf(page);
  await bottom.getByRole('tab', { name: 'Resources' }).click();
  const kind = bottom.getByRole('combobox', { name: 'Kind' });
  const heads = async (plural: string): Promise<string[]> => {
    const texts = await bottom.getByRole('grid', { name: plural, exact: true }).getByRole('columnheader').allInnerTexts();
    return texts.map((text) => text.replace(/[↑↓]/, '').trim());
  };
  for (const [plural, columns, wide] of COLUMNS) {
    await kind.selectOption({ label: plural });
    await expect.poll(() => heads(plural)).toEqual(columns);
    await bottom.getByRole('checkbox', { name: 'Wide' }).check();
    await expect.poll(async () => (await heads(plural)).toSorted()).toEqual([...columns, ...wide].toSorted());
    await bottom.getByRole('checkbox', { name: 'Wide' }).uncheck();
  }

  await kind.selectOption({ label: 'Pods' });
  const grid = bottom.getByRole('grid', { name: 'Pods' });
  const names = (): Promise<string[]> => grid.locator('[role=row][aria-selected] [role=gridcell]:nth-child(2)').allInnerTexts();
  await grid.getByRole('button', { name: 'Name' }).click();
  await grid.getByRole('columnheader', { name: 'Name', exact: true }).and(grid.locator('[aria-sort=ascending]')).waitFor();
  const upwards = await sortedByPlace(grid);
  expect(upwards).toEqual(upwards.toSorted());
  await grid.getByRole('button', { name: 'Name' }).click();
  await grid.locator('[aria-sort=descending]').waitFor();
  expect(await sortedByPlace(grid)).toEqual(upwards.toReversed());

  const before = await names();
  await pods('web-', 'Running').first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: /^Delete pod/ }).click();
  await grid.getByText('Terminating').first().waitFor();
  await expect.poll(async () => (await names()).filter((name) => !before.includes(name)).length, { timeout: 20_000 }).toBe(1);
  await close();
});

/** The names in a grid from the top down; rows stand in the document in the order in which they came. */
async function sortedByPlace(grid: Locator): Promise<string[]> {
  const rows = await grid.locator('[role=row][aria-selected]').evaluateAll((elements) => elements
    .map((element) => ({ place: Number(element.getAttribute('aria-rowindex')), name: element.querySelector('[role=gridcell]:nth-child(2)')?.textContent ?? '' }))
    .sort((a, b) => a.place - b.place));
  return rows.map(({ name }) => name);
}
