import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inStageOrder } from '../../../src/ui/stage/arrangement.ts';
import { createPodIndex } from '../../../src/ui/stage/pod-index.ts';
import { silenceWords } from '../../../src/ui/stage/heartbeat.ts';
import { scene } from '../../../src/ui/stage/scene.ts';
import type { Cell, Rect, Scene, SceneInput, StageSize } from '../../../src/ui/stage/scene-model.ts';
import { aCluster, aNode, aPod, HEALTHY } from './stage-fixture.ts';
import type { NodeView, PodView } from '../../../src/worker/protocol.ts';

const WIDE: StageSize = { width: 802, height: 642, scale: 1 };
const PHONE: StageSize = { width: 390, height: 660, scale: 1 };
const PROJECTOR: StageSize = { width: 1920, height: 1000, scale: 1.5 };
const SIZES = { wide: WIDE, phone: PHONE, projector: PROJECTOR, small: { width: 320, height: 300, scale: 1 } };

function inputOf(nodes: readonly NodeView[], pods: readonly PodView[]): SceneInput {
  const index = createPodIndex();
  index.reset(pods, nodes, [], HEALTHY);
  return index.input();
}

const holds = (outer: Rect, inner: Rect, slack = 0.01): boolean =>
  inner.x >= outer.x - slack && inner.y >= outer.y - slack && inner.x + inner.width <= outer.x + outer.width + slack && inner.y + inner.height <= outer.y + outer.height + slack;
const overlap = (a: Rect, b: Rect): boolean => a.x < b.x + b.width - 0.01 && b.x < a.x + a.width - 0.01 && a.y < b.y + b.height - 0.01 && b.y < a.y + a.height - 0.01;
const boxOf = ({ x, y, r }: Cell): Rect => ({ x: x - r * 0.866, y: y - r, width: 2 * r * 0.866, height: 2 * r });

/** Two hexagons that stand on a point overlap when their centres are nearer than this in one of three directions. */
function hexagonsOverlap(a: Cell, b: Cell): boolean {
  const dx = Math.abs(a.x - b.x);
  const dy = Math.abs(a.y - b.y);
  const reach = (a.r + b.r) * 0.866 - 0.01;
  return dx < reach && dx * 0.5 + dy * 0.866 < reach;
}

function cellsOf(made: Scene, node: string): readonly Cell[] {
  return made.tanks.get(node)?.cells ?? [];
}

describe('tanks', () => {
  it.each(Object.entries(SIZES))('stand inside a %s stage without touching, from one node to a thousand', (_, size) => {
    for (const count of [1, 2, 3, 4, 5, 7, 12, 31, 100, 333, 1_000]) {
      for (const zones of [1, 3]) {
        const { nodes } = aCluster({ nodes: count, pods: 0, zones });
        const made = scene(inputOf(nodes, []), size);
        const rects = [...made.tanks.values()].map((tank) => tank.rect);
        expect(rects).toHaveLength(count);
        expect(rects.filter((rect) => !holds({ x: 0, y: 0, ...size, height: Math.max(size.height, 300) }, rect))).toEqual([]);
        expect(rects.filter((rect) => rect.width <= 0 || rect.height <= 0)).toEqual([]);
        const touching = rects.some((rect, index) => rects.slice(index + 1, index + 60).some((other) => overlap(rect, other)));
        expect(touching).toBe(false);
        expect(rects.some((rect) => overlap(rect, made.plan.lane))).toBe(false);
      }
    }
  });

  it('stand side by side on a wide stage and in two columns on a phone', () => {
    const { nodes } = aCluster({ nodes: 3, pods: 0, zones: 3 });
    const columns = (size: StageSize): number => new Set([...scene(inputOf(nodes, []), size).tanks.values()].map((tank) => tank.rect.x)).size;
    expect(columns(WIDE)).toBe(3);
    expect(columns(PHONE)).toBe(2);
  });

  it('are grouped in captioned blocks when a zone has more than one of them', () => {
    const { nodes } = aCluster({ nodes: 6, pods: 0, zones: 2 });
    const made = scene(inputOf(nodes, []), WIDE);
    expect(made.plan.zones.map((zone) => zone.caption.text)).toEqual(['zone a', 'zone b']);
    for (const node of nodes) {
      const block = made.plan.zones.find((zone) => zone.name === node.zone);
      const tank = made.tanks.get(node.name);
      expect(block && tank && holds(block, tank.rect)).toBe(true);
    }
    expect(scene(inputOf(aCluster({ nodes: 3, pods: 0, zones: 3 }).nodes, []), WIDE).plan.zones).toEqual([]);
  });

  it('come in natural order, zone by zone', () => {
    const nodes = ['node-10', 'node-2', 'node-1'].map((name) => aNode(name));
    expect(inStageOrder([...nodes, aNode('node-0', { zone: 'b' })]).map((node) => node.name)).toEqual(['node-1', 'node-2', 'node-10', 'node-0']);
  });

  it('show water and gauge as the shares that are requested', () => {
    const node = aNode('node-1', { requestedCpuMillis: 3_000, requestedMemoryBytes: 2 * 1024 ** 3 });
    const parts = scene(inputOf([node], []), WIDE).tanks.get('node-1')?.parts;
    expect(parts).toMatchObject({ cpu: 0.75, memory: 0.25, cpuLabel: { text: 'cpu requested 75 %' }, memoryLabel: { text: 'memory requested 25 %' } });
  });

  it('say in fewer words what is requested where there is less room', () => {
    const labels = (size: StageSize): readonly (string | undefined)[] => {
      const parts = scene(inputOf(['node-1', 'node-2', 'node-3'].map((name) => aNode(name)), []), size).tanks.get('node-1')?.parts;
      return [parts?.cpuLabel?.text, parts?.memoryLabel?.text];
    };
    expect(labels(WIDE)).toEqual(['cpu req. 50 %', 'mem req. 38 %']);
    expect(labels(PHONE)).toEqual(['cpu 50 %', 'mem 38 %']);
  });

  it('show the taints that a person put, and not those that are told otherwise', () => {
    const own = ['node.kubernetes.io/unschedulable:NoSchedule', 'node-role.kubernetes.io/control-plane:NoSchedule'];
    for (const size of [WIDE, PHONE]) {
      const told = (taints: readonly string[]): string | undefined => scene(inputOf([aNode('node-1', { taints })], []), size).tanks.get('node-1')?.parts.taint?.text;
      expect(told(['gpu=yes:NoSchedule'])).toBe('taint gpu=yes:NoSchedule');
      expect(told([...own, 'gpu=yes:NoSchedule', 'b:NoExecute'])).toBe('taint gpu=yes:NoSchedule +1');
      expect(told(own)).toBeUndefined();
    }
  });

  it('show a node that is not heard of yet as coming, and not as lost', () => {
    const tank = scene(inputOf([aNode('node-1', { ready: 'NotReady' })], []), WIDE).tanks.get('node-1');
    expect(tank?.trouble).toBe('none');
    expect(tank && silenceWords(tank.node, 0, () => true)).toBe('not ready yet');
  });

  it('have a floor on which the pods of DaemonSets stand, under the others', () => {
    const pods = [aPod('agent-1', 'node-1', { daemon: true }), aPod('web-1', 'node-1'), aPod('web-2', 'node-1')];
    const tank = scene(inputOf([aNode('node-1')], pods), WIDE).tanks.get('node-1');
    const [agent, ...others] = tank?.cells ?? [];
    expect(tank?.parts.floorY).not.toBeNull();
    expect(others).toHaveLength(2);
    for (const other of others) expect(agent && agent.y - agent.r > other.y + other.r).toBe(true);
    expect(scene(inputOf([aNode('node-1')], [aPod('web-1', 'node-1')]), WIDE).tanks.get('node-1')?.parts.floorY).toBeNull();
  });

  it('keep a place for a pod that waits for others to leave, and say for whom they leave', () => {
    const leaving = aPod('batch-1', 'node-1', { shape: 'finishing', mark: 'preempted', reason: 'preempted by urgent-1' });
    const tank = scene(inputOf([aNode('node-1'), aNode('node-2')], [leaving, aPod('urgent-1', null, { place: 'node-1' })]), WIDE).tanks.get('node-1');
    expect(tank?.kept.map(({ pod }) => pod.name)).toEqual(['urgent-1']);
    expect(tank?.parts.keeps?.text).toBe('reserved for urgent-1');
    expect(tank?.tag?.text).toBe('preempted by urgent-1');
    expect(tank && tank.tag && holds(tank.rect, tank.tag)).toBe(true);
    expect(tank?.kept.some((place) => tank.cells.some((cell) => hexagonsOverlap(cell, place)))).toBe(false);
  });

  it('tell silence from loss, and offer the start button when the power is off', () => {
    const nodes = [
      aNode('node-1'), aNode('node-2', { powered: false }), aNode('node-3', { powered: false, ready: 'NotReady' }), aNode('node-4', { partitioned: true }),
    ];
    const tanks = scene(inputOf(nodes, []), WIDE).tanks;
    expect([...tanks.values()].map(({ trouble, parts }) => [trouble, parts.button.text, parts.notice !== null, parts.cut !== null])).toEqual([
      ['none', 'Kill node', false, false], ['silent', 'Start node', true, false], ['lost', 'Start node', true, false], ['silent', 'Kill node', true, true],
    ]);
  });

  it('say that they are cordoned', () => {
    const tanks = scene(inputOf([aNode('node-1', { unschedulable: true }), aNode('node-2')], []), WIDE).tanks;
    expect(tanks.get('node-1')?.parts.cordoned?.text).toBe('cordoned');
    expect(tanks.get('node-2')?.parts.cordoned).toBeNull();
  });
});

describe('cells', () => {
  it.each(Object.entries(SIZES))('lie inside their tank on a %s stage and never on each other, from one pod to 110', (_, size) => {
    for (const nodes of [1, 3, 12, 100]) {
      for (const each of [1, 2, 5, 8, 13, 30, 64, 110]) {
        const cluster = aCluster({ nodes, pods: nodes * each, zones: 1 });
        const made = scene(inputOf(cluster.nodes, cluster.pods), size);
        for (const tank of [...made.tanks.values()].slice(0, 3)) {
          expect(tank.cells).toHaveLength(each);
          expect(tank.cells.filter((cell) => !holds(tank.rect, boxOf(cell), 0.05))).toEqual([]);
          expect(tank.cells.some((cell, index) => tank.cells.slice(index + 1).some((other) => hexagonsOverlap(cell, other)))).toBe(false);
        }
      }
    }
  });

  it('fit even when there are far more than a kubelet would take', () => {
    const pods = Array.from({ length: 900 }, (_, index) => aPod(`web-${index}`, 'node-1'));
    const cells = cellsOf(scene(inputOf([aNode('node-1'), ...aCluster({ nodes: 60, pods: 0, zones: 1 }).nodes.slice(1)], pods), PHONE), 'node-1');
    const tank = scene(inputOf([aNode('node-1')], pods), PHONE).tanks.get('node-1');
    expect(cells).toHaveLength(900);
    expect(tank?.cells.every((cell) => holds(tank.rect, boxOf(cell), 0.05))).toBe(true);
  });

  it('grow smaller as they grow more', () => {
    const radius = (count: number): number => cellsOf(scene(inputOf([aNode('node-1'), aNode('node-2'), aNode('node-3')], Array.from({ length: count }, (_, index) => aPod(`web-${index}`, 'node-1'))), WIDE), 'node-1')[0]?.r ?? 0;
    expect(radius(110)).toBeLessThan(radius(40));
    expect(radius(40)).toBeLessThan(radius(4));
    expect(radius(110)).toBeGreaterThan(5);
  });

  it('carry their workload’s hue, and a caption where there is room', () => {
    const index = createPodIndex();
    index.reset([aPod('web-1', 'node-1')], [aNode('node-1')], [{ key: 'Deployment/default/web', kind: 'Deployment', namespace: 'default', name: 'web', hue: 5, desired: 1, ready: 1, updated: 1, available: 1, counts: 'ready' as const, note: '' }], HEALTHY);
    expect(cellsOf(scene(index.input(), WIDE), 'node-1')[0]).toMatchObject({ hue: 5, caption: 'web' });
  });

  it('keep their place as long as they live, whatever happens to their neighbours', () => {
    const nodes = [aNode('node-1')];
    fc.assert(fc.property(fc.array(fc.record({ adds: fc.nat(5), removes: fc.array(fc.nat(30), { maxLength: 3 }) }), { maxLength: 14 }), (turns) => {
      const index = createPodIndex();
      index.reset([], nodes, [], HEALTHY);
      let before = scene(index.input(), WIDE);
      let made = 0;
      let living: PodView[] = [];
      for (const { adds, removes } of turns) {
        const gone = removes.flatMap((at) => living[at] ?? []).map((pod) => pod.key);
        const put = Array.from({ length: adds }, () => aPod(`web-${made++}`, 'node-1'));
        living = [...living.filter((pod) => !gone.includes(pod.key)), ...put];
        index.putPods({ put, gone });
        const after = scene(index.input(), WIDE, before);
        const [old, now] = [before.tanks.get('node-1'), after.tanks.get('node-1')];
        const slots = [...(now?.slots.slotOf.values() ?? [])];
        expect(new Set(slots).size).toBe(living.length);
        const compact = (now?.slots.capacity ?? 0) === living.length;
        for (const [key, slot] of now?.slots.slotOf ?? []) {
          const known = old?.slots.slotOf.get(key);
          if (known !== undefined && !compact) expect(slot).toBe(known);
        }
        before = after;
      }
    }), { numRuns: 60 });
  });

  it('do not move when a neighbour goes, and a newcomer takes the free place', () => {
    const index = createPodIndex();
    index.reset(['a', 'b', 'c'].map((name) => aPod(name, 'node-1')), [aNode('node-1')], [], HEALTHY);
    const first = scene(index.input(), WIDE);
    index.putPods({ put: [], gone: ['default/b'] });
    const second = scene(index.input(), WIDE, first);
    index.putPods({ put: [aPod('d', 'node-1')], gone: [] });
    const third = scene(index.input(), WIDE, second);
    const at = (made: Scene, key: string): Cell | undefined => cellsOf(made, 'node-1').find((cell) => cell.key === key);
    expect(at(second, 'default/c')).toBe(at(first, 'default/c'));
    expect(at(third, 'default/d')).toMatchObject({ x: at(first, 'default/b')?.x, y: at(first, 'default/b')?.y });
  });

  it('move together once when a full tank has emptied', () => {
    const index = createPodIndex();
    const pods = Array.from({ length: 80 }, (_, place) => aPod(`web-${place}`, 'node-1'));
    index.reset(pods, [aNode('node-1'), aNode('node-2'), aNode('node-3')], [], HEALTHY);
    const full = scene(index.input(), WIDE);
    index.putPods({ put: [], gone: pods.slice(0, 78).map((pod) => pod.key) });
    const emptied = scene(index.input(), WIDE, full);
    expect(cellsOf(emptied, 'node-1')[0]?.r).toBeGreaterThan((cellsOf(full, 'node-1')[0]?.r ?? 0) * 1.2);
  });
});

describe('a scene after another', () => {
  const { nodes, pods } = aCluster({ nodes: 10, pods: 100, zones: 1 });

  it('holds the same tank where nothing changed, and a new one where something did', () => {
    const index = createPodIndex();
    index.reset(pods, nodes, [], HEALTHY);
    const before = scene(index.input(), WIDE);
    const [changed] = pods;
    index.putPods({ put: [aPod(changed?.name ?? '', 'node-1', { shape: 'failing' })], gone: [] });
    const after = scene(index.input(), WIDE, before);
    const renewed = [...after.tanks.keys()].filter((name) => after.tanks.get(name) !== before.tanks.get(name));
    expect(renewed).toEqual(['node-1']);
    expect(after.plan).toBe(before.plan);
    expect(after.lane).toBe(before.lane);
    const sameCells = cellsOf(after, 'node-1').filter((cell) => cellsOf(before, 'node-1').includes(cell));
    expect(sameCells).toHaveLength(9);
  });

  it('is the same whether made at once or step by step, as far as pods were never removed', () => {
    const index = createPodIndex();
    index.reset([], nodes, [], HEALTHY);
    let stepwise = scene(index.input(), WIDE);
    for (const pod of pods) {
      index.putPods({ put: [pod], gone: [] });
      stepwise = scene(index.input(), WIDE, stepwise);
    }
    const atOnce = scene(inputOf(nodes, pods), WIDE);
    for (const { name } of nodes) expect(cellsOf(stepwise, name).map(({ x, y, r }) => [x, y, r])).toEqual(cellsOf(atOnce, name).map(({ x, y, r }) => [x, y, r]));
  });

  it('moves everything to its new place when the stage is resized', () => {
    const before = scene(inputOf(nodes, pods), WIDE);
    const after = scene(inputOf(nodes, pods), PHONE, before);
    expect(after.size).toBe(PHONE);
    expect([...after.tanks.values()].every((tank) => holds({ x: 0, y: 0, ...PHONE }, tank.rect))).toBe(true);
  });
});

describe('the lane', () => {
  const nodes = [aNode('node-1')];

  it('shows who waits, with the scheduler’s reason in short', () => {
    const waiting = aPod('db-1', null, { reason: '0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient memory. no new claims to deallocate, preemption: none' });
    const [group] = scene(inputOf(nodes, [waiting]), PROJECTOR).lane.groups;
    expect(group?.title.text).toBe('db-1');
    expect(group?.reason.text).toBe('0/3 nodes: 1 untolerated taint(s), 2 Insufficient memory');
  });

  it('says of pods that nobody looks at who is stopped, and again nothing once it runs', () => {
    const input = inputOf(nodes, [aPod('web-1', null)]);
    const controlPlane = { apiServer: true, etcd: true, scheduler: false, controllerManager: true, registry: true, stoppedControllers: [], controllers: [], resourceVersion: 1, schedulerQueue: 0, controllerQueue: 0 };
    const stopped = scene({ ...input, controlPlane }, PROJECTOR);
    expect(stopped.lane.groups[0]?.reason.text).toBe('scheduler stopped');
    const running = scene({ ...input, controlPlane: { ...controlPlane, scheduler: true } }, PROJECTOR, stopped);
    expect(running.lane.groups[0]?.reason.text).toBe('');
  });

  it('counts those who have no room to be shown', () => {
    const pods = Array.from({ length: 9 }, (_, index) => aPod(`web-${index}`, null, { reason: `because ${index % 5}` }));
    for (const size of [WIDE, PHONE]) {
      const { groups, cells } = scene(inputOf(nodes, pods), size).lane;
      const rest = groups.at(-1);
      const told = groups.slice(0, -1).length;
      expect(rest?.reason.text).toBe(`${5 - told} more reasons`);
      expect(rest?.title.text).toBe(`+${9 - cells.length} pods`);
    }
  });

  it('puts together those for whom places are kept', () => {
    const pods = ['node-2', 'node-1'].map((place, index) => aPod(`urgent-${index}`, null, { place, reason: 'Insufficient cpu' }));
    const { groups } = scene(inputOf(nodes, pods), PROJECTOR).lane;
    expect(groups.map(({ title, reason }) => [title.text, reason.text])).toEqual([['2 pods', 'wait for their places']]);
  });

  it('keeps all its cells inside and apart, however many wait for whatever reasons', () => {
    for (const size of Object.values(SIZES)) {
      for (const count of [1, 2, 5, 30, 400]) {
        const pods = Array.from({ length: count }, (_, index) => aPod(`web-${index}`, null, { reason: ['', 'a. b', 'c. d'][index % 3] ?? '' }));
        const { lane } = scene(inputOf(nodes, pods), size);
        expect(lane.waiting).toBe(count);
        expect(lane.cells.filter((cell) => !holds(lane.rect, boxOf(cell)))).toEqual([]);
        expect(lane.cells.some((cell, index) => lane.cells.slice(index + 1).some((other) => hexagonsOverlap(cell, other)))).toBe(false);
      }
    }
  });

  it('takes in pods whose node is gone', () => {
    const made = scene(inputOf(nodes, [aPod('web-1', 'node-9')]), WIDE);
    expect(made.lane.cells.map((cell) => cell.pod.name)).toEqual(['web-1']);
  });
});

describe('versions of a workload', () => {
  const nodes = [aNode('node-1'), aNode('node-2')];
  const version = (name: string, node: string, image: string, createdAtMs: number): PodView => {
    const pod = aPod(name, node, { createdAtMs });
    return { ...pod, containers: pod.containers.map((container) => ({ ...container, image })) };
  };
  const shown = (made: Scene): readonly (readonly [string, string, boolean])[] =>
    [...made.tanks.values()].flatMap(({ cells }) => cells.map(({ key, caption, newest }) => [key.replace('default/', ''), caption, newest] as const));

  it('are told apart while there are several, by tag and by a line inside the newest', () => {
    const index = createPodIndex();
    index.reset([version('web-1', 'node-1', 'nginx:1.27', 0), version('web-2', 'node-2', 'nginx:1.28', 9), aPod('api-1', 'node-2')], nodes, [], HEALTHY);
    const during = scene(index.input(), WIDE);
    expect(shown(during)).toEqual([['web-1', ':1.27', false], ['web-2', ':1.28', true], ['api-1', 'api', false]]);
    index.putPods({ put: [], gone: ['default/web-1'] });
    expect(shown(scene(index.input(), WIDE, during))).toEqual([['web-2', 'web', false], ['api-1', 'api', false]]);
  });

  it('are not what an operator makes beside them', () => {
    const backup = version('web-backup', 'node-2', 'busybox:1.37', 9);
    const pods = [version('web-1', 'node-1', 'nginx:1.27', 0), { ...backup, containers: backup.containers.map((container) => ({ ...container, name: 'backup' })) }];
    expect(shown(scene(inputOf(nodes, pods), WIDE)).map(([, caption]) => caption)).toEqual(['web', 'web']);
  });

  it('go by when their first pod was made, so that an old one made anew stays old', () => {
    const pods = [version('db-0', 'node-1', 'redis:7', 20), version('db-1', 'node-1', 'redis:7', 1), version('db-2', 'node-2', 'redis:8', 9)];
    expect(shown(scene(inputOf(nodes, pods), WIDE)).filter(([, , newest]) => newest).map(([key]) => key)).toEqual(['db-2']);
  });
});

describe('the control plane', () => {
  it('has the API server in the middle and lines to it', () => {
    const made = scene(inputOf([aNode('node-1'), aNode('node-2')], []), WIDE);
    const [controllers, api, scheduler] = made.stations;
    expect(controllers && api && scheduler && controllers.x + controllers.width < api.x && api.x + api.width < scheduler.x).toBe(true);
    expect(made.links.map((link) => link.id)).toEqual(['controllers', 'scheduler', 'node/node-1', 'node/node-2']);
  });

  it('says what runs and what is stopped', () => {
    const index = createPodIndex();
    index.reset([], [aNode('node-1', { partitioned: true })], [], { ...HEALTHY, scheduler: false, stoppedControllers: ['replicaset-controller'], registry: false });
    const made = scene(index.input(), WIDE);
    expect(made.stations.map((station) => [station.title, station.state, station.detail])).toEqual([
      ['controllers', 'partly', '4 of 5 running'], ['API server', 'running', 'rv 2\u202f184'], ['scheduler', 'stopped', 'stopped'],
    ]);
    expect(made.links.find((link) => link.id === 'node/node-1')?.state).toBe('cut');
    expect(made.links.find((link) => link.id === 'scheduler')?.state).toBe('idle');
    expect(made.registryDown).toBe(true);
  });

  it('redraws its lines when a node loses its power', () => {
    const index = createPodIndex();
    index.reset([], [aNode('node-1')], [], HEALTHY);
    const before = scene(index.input(), WIDE);
    index.putNodes({ put: [aNode('node-1', { powered: false })], gone: [] });
    const after = scene(index.input(), WIDE, before);
    expect(after.links.find((link) => link.id === 'node/node-1')?.state).toBe('idle');
  });
});
