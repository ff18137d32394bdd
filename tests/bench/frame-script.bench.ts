import { join } from 'node:path';
import { chromium, type CDPSession, type Page } from 'playwright-core';
import { buildPage } from '../../scripts/build-page.mjs';
import { CHROMIUM_ARGS, ensureChromium } from '../../scripts/chromium.mjs';
import { cacheDir } from '../../scripts/repository.mjs';
import { createSimulation } from '../../src/engine/simulation.ts';
import { writeSession } from '../../src/worker/saved-session.ts';
import { serveDirectory } from '../e2e/static-server.ts';
import type { Benchmark } from './benchmark.ts';
import { percentile, scriptOfFrames, type TraceEvent } from './frame-trace.ts';

const NODES = 100;
const PODS = 3_000;
const WATCHED_MS = 15_000;
const GIB = 1024 ** 3;

function manifest(image: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: ${PODS}
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: ${image}
          resources: { requests: { cpu: 100m, memory: 64Mi } }
`;
}

/** A session with the whole cluster running, as the page saves it. */
function runningSession(): string {
  const machines = Array.from({ length: NODES }, (_machine, index) => ({
    name: `node-${index + 1}`, cpuMillis: 16_000, memoryBytes: 32 * GIB, zone: `zone-${'abc'[index % 3]}`, region: 'region-1',
  }));
  const simulation = createSimulation({ seed: 1, machines });
  simulation.api.apply({
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' },
    spec: {
      replicas: PODS, selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'nginx:1.27', resources: { requests: { cpu: '100m', memory: '64Mi' } } }] } },
    },
  });
  simulation.settle();
  return writeSession({ scenario: 'first-deployment', checkpoint: simulation.checkpoint(), pace: 'adaptive', paused: false, beforeReset: null });
}

async function measure(): Promise<number> {
  const directory = join(cacheDir, 'bench-page');
  await buildPage({ directory, output: 'on-stderr' });
  const server = await serveDirectory(directory, '/');
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: CHROMIUM_ARGS });
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
    const page = await context.newPage();
    await openSession(page, server.url, runningSession());
    const events = await traceWhile(await context.newCDPSession(page), async () => {
      await page.getByRole('button', { name: 'Apply' }).click();
      await page.waitForTimeout(WATCHED_MS);
    });
    const frames = scriptOfFrames(events);
    const thread = frames.map(({ threadMs }) => threadMs);
    const wall = frames.map(({ wallMs }) => wallMs);
    const spread = (values: readonly number[]): string => [0.5, 0.95, 0.99, 1].map((share) => percentile(values, share).toFixed(1)).join(' / ');
    console.error(`${frames.length} frames in ${WATCHED_MS / 1000} s; script a frame, median / 95 % / 99 % / longest: ${spread(thread)} ms of the thread's time, ${spread(wall)} ms on the wall`);
    return Math.round(percentile(thread, 0.95) * 10) / 10;
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Opens the page on a session, as if it had been saved on an earlier visit, with the next version in the editor. */
async function openSession(page: Page, url: string, session: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('region', { name: 'Cluster' }).waitFor();
  await page.goto(`${url}icon.svg`);
  await page.evaluate(([text, editorText]) => new Promise<void>((resolve, reject) => {
    localStorage.setItem('kubarium.preferences', JSON.stringify({ state: { tourDone: true, editorText }, version: 1 }));
    const opening = indexedDB.open('kubarium');
    opening.onerror = () => reject(new Error('the saved sessions cannot be opened'));
    opening.onsuccess = () => {
      const writing = opening.result.transaction('saved', 'readwrite');
      writing.objectStore('saved').put({ version: 1, scenario: 'first-deployment', text }, 'session');
      writing.oncomplete = () => {
        opening.result.close();
        resolve();
      };
    };
  }), [session, manifest('nginx:1.28')] as const);
  await page.goto(url);
  await page.getByRole('group', { name: /^node-100, Ready/ }).waitFor({ state: 'attached', timeout: 60_000 });
  await page.getByText('1 change').first().waitFor({ timeout: 60_000 });
}

async function traceWhile(session: CDPSession, work: () => Promise<void>): Promise<readonly TraceEvent[]> {
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => void events.push(...(value as unknown as TraceEvent[])));
  const complete = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()));
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'devtools.timeline.frame', 'disabled-by-default-devtools.timeline.frame', 'v8', '__metadata'] } });
  await work();
  await session.send('Tracing.end');
  await complete;
  return events;
}

export const benchmarks: readonly Benchmark[] = [
  {
    name: 'frame-script-3000-pods', unit: 'ms', atMost: 8, run: measure,
    what: 'main-thread script a frame in Chromium (the thread\'s own time), 95th percentile, 15 s of a rolling update of 3,000 pods on 100 nodes',
  },
];
