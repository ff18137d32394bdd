import { test } from 'vitest';
import { createSimulation, restoreSimulation, type Simulation } from '../../../src/engine/simulation.ts';
import { createFeed, type Feed } from '../../../src/worker/feed/feed.ts';
const dep = (name: string, image: string, more: object = {}, replicas = 4) => ({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name }, spec: { replicas, selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'app', image, resources: { requests: { cpu: '250m', memory: '64Mi' } }, ...more }] } } } });
function show(s: Simulation, feed: Feed, kind: string, name: string, uid?: string) {
  feed.select({ kind, namespace: kind === 'Node' ? '' : 'default', name, ...(uid ? { uid } : {}) });
  const d = feed.take(false).detail;
  console.log('=== ', kind, name, JSON.stringify(d?.summary.slice(0,3)), d?.object === null, JSON.stringify(d?.decision)?.slice(0,300));
  for (const l of d?.chain ?? []) console.log((l.atMs - s.startMs) / 1000, l.person ? 'YOU' : '', l.parts.map((p) => (p.reference ? `[${p.text}]` : p.text)).join(''), l.note && `(${l.note})`);
}
test('try', () => {
  const s = createSimulation({ seed: 7 });
  const feed = createFeed(s);
  feed.take(true);
  s.api.apply(dep('web', 'nginx:1.27'));
  s.advance(10000);
  s.api.apply(dep('web', 'nginx:1.28'));
  let p = s.api.list('Pod');
  for (let i = 0; i < 100; i++) { s.advance(100); p = s.api.list('Pod'); if (p.some((x) => x.metadata.deletionTimestamp)) break; }
  show(s, feed, 'Pod', p.find((x) => x.metadata.deletionTimestamp)?.metadata.name ?? 'none');
  s.advance(40000);
  p = s.api.list('Pod');
  show(s, feed, 'Pod', p[0]!.metadata.name!);
  show(s, feed, 'Deployment', 'web');
  for (const r of s.api.list('ReplicaSet')) show(s, feed, 'ReplicaSet', r.metadata.name!);
  s.api.apply(dep('bad', 'nginx:9.99'), dep('crash', 'busybox:1.36', { command: ['sh', '-c', 'exit 1'] }), dep('big', 'nginx', { resources: { requests: { cpu: '100' } } }, 1));
  s.advance(120000);
  const byName = (n: string) => s.api.list('Pod').find((x) => x.metadata.name!.startsWith(n))!.metadata.name!;
  for (const n of ['bad', 'crash', 'big']) show(s, feed, 'Pod', byName(n));
  console.log(JSON.stringify(feed.take(true).pods?.put.filter((x) => x.caption !== 'web').map((x) => [x.caption, x.shape, x.spokenState, x.reason]), null, 1));
  const web = byName('web');
  s.act({ type: 'fault', fault: 'crash-container', target: { namespace: 'default', pod: web } });
  s.advance(3000);
  show(s, feed, 'Pod', web);
  s.act({ type: 'fault', fault: 'delete-pod', target: { namespace: 'default', pod: web } });
  s.advance(60000);
  show(s, feed, 'Pod', web, undefined);
  s.act({ type: 'fault', fault: 'drain-node', target: { node: 'node-1' } });
  s.advance(40000);
  show(s, feed, 'Pod', s.api.list('Pod').filter((x) => x.metadata.name!.startsWith('web')).sort((a, b) => (a.metadata.creationTimestamp! < b.metadata.creationTimestamp! ? 1 : -1))[0]!.metadata.name!);
  s.api.delete('Deployment', 'default', 'web');
  s.advance(60000);
  show(s, feed, 'Deployment', 'web');
  console.log(JSON.stringify(feed.take(true).workloads));
  s.act({ type: 'fault', fault: 'stop-api-server', target: {} });
  const r = restoreSimulation(JSON.parse(JSON.stringify(s.checkpoint())));
  const f2 = createFeed(r);
  const frame = f2.take(true);
  console.log(frame.pods?.put.length, frame.controlPlane);
  show(r, f2, 'Pod', byNameIn('crash'));
  show(r, f2, 'Node', 'node-1');
  function byNameIn(n: string) { return frame.pods!.put.find((x) => x.name.startsWith(n))!.name; }
});
test('restored after node loss', () => {
  const s = createSimulation({ seed: 7 });
  s.api.apply(dep('web', 'nginx:1.27'));
  s.advance(10000);
  s.act({ type: 'fault', fault: 'power-off-node', target: { node: 'node-2' } });
  s.advance(400000);
  const r = restoreSimulation(JSON.parse(JSON.stringify(s.checkpoint())));
  const f2 = createFeed(r);
  const frame = f2.take(true);
  const t = (n: number) => frame.pods!.put[n]!;
  for (const x of frame.pods!.put) console.log(x.name, x.shape, x.spokenState);
  show(r, f2, 'Pod', frame.pods!.put.at(-1)!.name);
  show(r, f2, 'Pod', frame.pods!.put.find((x) => x.shape === 'unknown')!.name);
  show(r, f2, 'Node', 'node-2');
});
