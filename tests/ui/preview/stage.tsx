/** The stage over a cluster of any size, to look at. `?nodes=12&pods=200&zones=3&theme=dark&present&legend&churn=20` ; without `nodes`: the hand-made cluster. */
import { createRoot } from 'react-dom/client';
import '../../../src/ui/base.css';
import { Stage } from '../../../src/ui/stage/stage.tsx';
import { createSession, SessionProvider, type Session } from '../../../src/ui/store/session.ts';
import { FIXTURE_START_MS } from '../fixture-cluster.ts';
import { createFixtureHost } from '../fixture-host.ts';
import { aCluster, aPod, HEALTHY, stageFixture } from '../stage/stage-fixture.ts';

const query = new URLSearchParams(location.search);
const root = document.documentElement;
root.dataset['theme'] = query.get('theme') ?? 'light';
root.dataset['presenting'] = String(query.has('present'));
const number = (name: string, otherwise: number): number => Number(query.get(name) ?? otherwise);

function show(session: Session): void {
  createRoot(document.getElementById('root') ?? document.body).render(
    <SessionProvider value={session}><main id="stage" style={{ height: '100%' }}><Stage /></main></SessionProvider>,
  );
}

if (query.has('nodes')) {
  const fixture = stageFixture();
  const cluster = aCluster({ nodes: number('nodes', 3), pods: number('pods', 14), zones: number('zones', 1) });
  fixture.frame({ reset: true, controlPlane: HEALTHY, nodes: { put: cluster.nodes, gone: [] }, pods: { put: cluster.pods, gone: [] }, workloads: { put: cluster.workloads, gone: [] } });
  Object.assign(window, { fixture, cluster, aPod, startMs: FIXTURE_START_MS });
  show(fixture.session);
  const churn = number('churn', 0);
  if (churn > 0) rollOver(churn);

  /** Replaces `perFrame` pods every frame, as a rolling update of everything would. */
  function rollOver(perFrame: number): void {
    let at = 0;
    let round = 0;
    const turn = (): void => {
      const put = [];
      const gone = [];
      for (let index = 0; index < perFrame; index++) {
        const old = cluster.pods[at];
        if (!old) break;
        const name = `${old.caption}-r${round}-${at}`;
        const next = aPod(name, old.node, { shape: index % 3 === 0 ? 'starting' : 'ready' });
        gone.push(old.key);
        put.push(next);
        cluster.pods[at] = next;
        at = (at + 7) % cluster.pods.length;
      }
      round++;
      fixture.frame({ pods: { put, gone }, nodes: { put: cluster.nodes.slice(0, 20).map((node) => ({ ...node, requestedCpuMillis: 1_000 + ((round * 13) % 2_000) })), gone: [] } });
      requestAnimationFrame(turn);
    };
    requestAnimationFrame(turn);
  }
} else {
  const host = createFixtureHost({ running: !query.has('still') });
  Object.assign(window, { host });
  const session = createSession(host);
  Object.assign(window, { session });
  show(session);
}
