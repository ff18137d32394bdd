import type { NodeView, PodView } from '../../worker/protocol.ts';
import { kindWord } from '../panels/kind-word.ts';
import { useMachineUse } from '../panels/use-machine-use.ts';
import { useCluster } from '../store/session.ts';
import type { Target } from './hit-test.ts';
import type { Rect, StationShape } from './scene-model.ts';
import { cpuWords, memoryWords } from './words.ts';

export interface HoverCardProps {
  readonly target: Target;
  /** where the target is in the viewport. */
  readonly place: Rect;
}

const WIDTH = 280;
const SPACE = 10;
const EDGE = 8;

/** A few words on what the pointer rests on. Everything it says can also be had by selecting the thing. */
export function HoverCard({ target, place }: HoverCardProps) {
  const below = place.y < window.innerHeight / 2;
  const anchorX = Math.min(Math.max(place.x + place.width / 2 - WIDTH / 2, EDGE), window.innerWidth - WIDTH - EDGE);
  const wide = place.height > window.innerHeight * 0.4;
  const beside = wide ? { left: place.x + place.width + SPACE + WIDTH < window.innerWidth ? place.x + place.width + SPACE : Math.max(EDGE, place.x - WIDTH - SPACE), top: Math.max(EDGE, place.y + EDGE) } : null;
  const style = beside ?? (below ? { left: anchorX, top: place.y + place.height + SPACE } : { left: anchorX, bottom: window.innerHeight - place.y + SPACE });
  return (
    <div className="k-card" role="presentation" data-own-pointer style={{ ...style, width: WIDTH }}>
      {target.kind === 'pod' && <PodCard podKey={target.cell.key} last={target.cell.pod} />}
      {target.kind === 'node' && <NodeCard last={target.tank.node} />}
      {target.kind === 'station' && <StationCard station={target.station} />}
    </div>
  );
}

function PodCard({ podKey, last }: { readonly podKey: string; readonly last: PodView }) {
  useCluster((state) => state.versions.pods);
  const pod = useCluster((state) => state.pods).get(podKey) ?? last;
  const [kind = '', , owner = ''] = pod.workload.split('/');
  const counted = pod.containers.filter(({ part }) => part === 'main' || part === 'sidecar');
  const inits = pod.containers.filter(({ part }) => part === 'init');
  const ephemeral = pod.containers.filter(({ part }) => part === 'ephemeral');
  return (
    <>
      <strong className="k-card-name">{pod.name}</strong>
      <span className="k-card-state">{pod.spokenState}{pod.node ? ` on ${pod.node}` : ', waiting for a node'}</span>
      {pod.traits && <span className="k-card-small">{pod.traits}</span>}
      {pod.reason && <span className="k-card-reason">{pod.reason}</span>}
      <span className="k-card-small">
        {pod.readyContainers} of {counted.length} containers ready{pod.restarts > 0 && `, ${pod.restarts} ${pod.restarts === 1 ? 'restart' : 'restarts'}`}
        {inits.length > 0 && `, ${inits.filter(isDone).length} of ${inits.length} init containers done`}{ephemeral.map(({ name }) => `, with ${name}`)}
        {owner !== pod.name && ` · ${kindWord(kind)} ${owner}`}
      </span>
      {counted.map(({ name, image }) => <span key={name} className="k-card-code">{image}</span>)}
    </>
  );
}

function isDone({ state, reason }: PodView['containers'][number]): boolean {
  return state === 'terminated' && reason === 'Completed';
}

function NodeCard({ last }: { readonly last: NodeView }) {
  useCluster((state) => state.versions.nodes);
  const node = useCluster((state) => state.nodes).get(last.name) ?? last;
  const isApiStopped = useCluster((state) => state.controlPlane?.apiServer === false);
  const use = useMachineUse(node.name);
  return (
    <>
      <strong className="k-card-name">{node.name}</strong>
      <span className="k-card-state">{node.ready}{node.controlPlane && ', control plane'}{node.unschedulable && ', cordoned'}{node.pressures.map((resource) => `, low on ${resource}`)}{!node.powered && ', powered off'}{node.partitioned && ', cut off from the control plane'}</span>
      {isApiStopped && node.powered && !node.partitioned && <span className="k-card-reason">Not heard: the API server is stopped.</span>}
      <span className="k-card-small">
        Requested: {cpuWords(node.requestedCpuMillis)} of {cpuWords(node.allocatableCpuMillis)}, memory {memoryWords(node.requestedMemoryBytes)} of {memoryWords(node.allocatableMemoryBytes)}
      </span>
      {use && <span className="k-card-small">Memory used: {memoryWords(use.memory.usedBytes)} of {memoryWords(use.memory.capacityBytes)}</span>}
      {use && <span className="k-card-small">Disk used: {memoryWords(use.disk.usedBytes)} of {memoryWords(use.disk.capacityBytes)}</span>}
      <span className="k-card-small">{node.podCount} of {node.allocatablePods} pods{node.zone && ` · zone ${node.zone}`}</span>
      {node.taints.map((taint) => <span key={taint} className="k-card-code">taint {taint}</span>)}
    </>
  );
}

const DUTIES: Readonly<Record<StationShape['name'], string>> = {
  controllers: 'Compare what you want with what is, and write what has to change.',
  api: 'Everyone reads and writes here, and only here. What it stores is the cluster.',
  scheduler: 'Chooses a node for each pod that has none, and writes it down.',
};

function StationCard({ station }: { readonly station: StationShape }) {
  const stopped = useCluster((state) => state.controlPlane?.stoppedControllers);
  return (
    <>
      <strong className="k-card-name">{station.title}</strong>
      <span className="k-card-state">{station.component}, {station.state === 'stopped' ? 'stopped' : 'running'}</span>
      <span className="k-card-small">{DUTIES[station.name]}</span>
      {station.name === 'controllers' && stopped && stopped.length > 0 && <span className="k-card-reason">Stopped: {stopped.join(', ')}</span>}
    </>
  );
}
