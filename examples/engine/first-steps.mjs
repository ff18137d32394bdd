// A cluster, a Deployment, a node that dies: what becomes of its pods, and when.
//   node examples/engine/first-steps.mjs
import { createSimulation } from 'kubarium/engine';

const simulation = createSimulation({ seed: 7 });
simulation.api.apply({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    replicas: 3,
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'nginx', image: 'nginx:1.27' }] } },
  },
});
simulation.settle();
show('after the start');

simulation.faults.inject('power-off-node', { node: 'node-2' });
simulation.advance(60_000);
show('one minute after node-2 lost power');

simulation.advance(5 * 60_000);
show('five minutes later');

/** @param {string} when */
function show(when) {
  console.log(`\n${new Date(simulation.now()).toISOString()}, ${when}`);
  for (const node of simulation.api.list('Node')) {
    const ready = node.status?.conditions?.find(({ type }) => type === 'Ready')?.status;
    console.log(`  ${node.metadata.name}: Ready=${ready}`);
  }
  for (const pod of simulation.api.list('Pod', { namespace: 'default' })) {
    const state = pod.metadata.deletionTimestamp ? 'Terminating' : pod.status?.phase;
    console.log(`  ${pod.metadata.name}: ${state} on ${pod.spec?.nodeName ?? 'no node yet'}`);
  }
}
