// Watches a rolling update as it happens, then plays the whole session again and gets the very same cluster.
//   node examples/engine/rollout-replay.mjs
import { createSimulation, replay } from 'kubarium/engine';

const simulation = createSimulation({ seed: 11 });
const deployment = (/** @type {string} */ image) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'shop' },
  spec: {
    replicas: 4,
    selector: { matchLabels: { app: 'shop' } },
    template: { metadata: { labels: { app: 'shop' } }, spec: { containers: [{ name: 'nginx', image }] } },
  },
});
simulation.api.apply(deployment('nginx:1.27'));
simulation.settle();

const startMs = simulation.now();
const stop = simulation.watch(['Event'], ({ object }) => {
  if (object.reason !== 'ScalingReplicaSet') return;
  console.log(`${((simulation.now() - startMs) / 1000).toFixed(2).padStart(6)} s  ${object.message}`);
});
simulation.api.apply(deployment('nginx:1.28'));
const { elapsedMs } = simulation.settle();
stop();
console.log(`The rollout took ${(elapsedMs / 1000).toFixed(1)} s of simulated time.`);

const again = replay(simulation.record());
console.log(again.hash() === simulation.hash() ? 'Played again, it ends in the same state.' : 'The replay went another way.');
