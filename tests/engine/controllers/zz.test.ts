import { it } from 'vitest';
import { nodeLifecycleController } from '../../../src/engine/controllers/node-lifecycle/node-lifecycle.ts';
import { taintEvictionController } from '../../../src/engine/controllers/taint-eviction.ts';
import { podGcController } from '../../../src/engine/controllers/pod-gc.ts';
import { garbageCollectorController } from '../../../src/engine/controllers/garbage-collector.ts';
import { namespaceController } from '../../../src/engine/controllers/namespace.ts';
import { createRig, machine } from './cluster-life-rig.ts';
it('idle', () => {
  const all = [nodeLifecycleController, taintEvictionController, podGcController, garbageCollectorController, namespaceController];
  for (const defs of [[], all, [], all]) {
    const rig = createRig(defs, Array.from({ length: 1000 }, (_, i) => machine(`node-${i}`, `z${i % 3}`)));
    for (let i = 0; i < 10000; i++) rig.run(`p${i}`, `node-${i % 1000}`);
    let t = performance.now();
    rig.advance(30);
    console.log(defs.length, 'start', performance.now() - t);
    t = performance.now();
    rig.advance(3600);
    console.log(defs.length, 'idle hour', performance.now() - t);
    if (defs.length) { t = performance.now(); for (let i = 0; i < 1000; i += 3) rig.machines.powerOff(`node-${i}`); rig.advance(600); console.log('a zone dies', performance.now() - t, rig.store.select('Node').filter((n) => n.spec.taints?.length === 2).length); }
  }
}, 120000);
