import { expect, test } from 'vitest';
import { openPage } from './browser.ts';

test('an error in the console fails the test that closes the page', async () => {
  const { page, close } = await openPage();
  await page.evaluate(() => console.error('spilt water'));
  await expect(close()).rejects.toThrow('spilt water');
});

test('an uncaught error fails the test that closes the page', async () => {
  const { page, close } = await openPage();
  await page.evaluate(() => { setTimeout(() => { throw new Error('the tank leaks'); }, 0); });
  await page.evaluate(() => new Promise((resolve) => { setTimeout(resolve, 0); }));
  await expect(close()).rejects.toThrow('the tank leaks');
});

test('after a first visit the page opens without a network, whole and with a query', async () => {
  const { page, close } = await openPage({ offline: true });
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.context().setOffline(true);
  await page.goto(`${page.url().replace(/\?.*/, '')}?scenario=first-deployment`);
  await page.getByRole('region', { name: 'Cluster' }).waitFor();
  const missing = await page.evaluate(async () => {
    const worker = await (await navigator.serviceWorker.ready).active?.scriptURL;
    const kept = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
    const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
    const addresses = kept.flat().map(({ url }) => url);
    return loaded.filter((address) => address !== worker && !addresses.includes(address));
  });
  expect(missing).toEqual([]);
  await close();
});
