import { useLayoutEffect, useRef, useState } from 'react';
import { objectKey, referenceKey, type ObjectReference } from '../../engine/api/reference.ts';
import type { ObjectDetail, PodView } from '../../worker/protocol.ts';
import { useCluster, useSession } from '../store/session.ts';
import { clockTimeTenths, fullTime } from './clock-time.ts';
import { ObjectLink } from './object-link.tsx';
import { useCalmMap } from './use-calm-map.ts';
import { useLogs } from './use-logs.ts';
import './logs-panel.css';

const TAILS = [100, 500, 2_000] as const;
/** Nearer to the end than this counts as reading the end: pixels. */
const AT_END = 24;
const PODS_OFFERED = 50;

/** The logs of a pod; of anything else that has pods, the pods to choose from. */
export function LogsPanel({ detail }: { readonly detail: ObjectDetail }) {
  const { reference } = detail;
  const pod = useCluster((state) => state.pods.get(objectKey(reference.namespace, reference.name)));
  if (reference.kind !== 'Pod') return <PodsToChoose detail={detail} />;
  const names = pod?.containers.map((container) => container.name) ?? [];
  if (names.length === 0) return <p className="k-quiet">The pod is gone, and its logs with it.</p>;
  return <PodLogs key={referenceKey(reference)} reference={reference} containers={names} />;
}

function PodLogs({ reference, containers }: { readonly reference: ObjectReference; readonly containers: readonly string[] }) {
  const [chosen, setChosen] = useState('');
  const [previous, setPrevious] = useState(false);
  const [withTimes, setWithTimes] = useState(true);
  const [tailLines, setTailLines] = useState<number>(TAILS[0]);
  const container = containers.includes(chosen) ? chosen : containers[0] ?? '';
  const logs = useLogs({ namespace: reference.namespace, pod: reference.name, container, previous, tailLines });
  return (
    <div className="k-logs">
      <div className="k-panel-tools">
        <label className="k-pick"><span className="k-unseen">Container</span>
          <select value={container} onChange={(event) => setChosen(event.target.value)}>
            {containers.map((name) => <option key={name}>{name}</option>)}
          </select>
        </label>
        <label className="k-pick"><span className="k-unseen">Lines</span>
          <select value={tailLines} onChange={(event) => setTailLines(Number(event.target.value))}>
            {TAILS.map((lines) => <option key={lines} value={lines}>last {lines}</option>)}
          </select>
        </label>
        <label className="k-check"><input type="checkbox" checked={previous} onChange={() => setPrevious(!previous)} /> Previous</label>
        <label className="k-check"><input type="checkbox" checked={withTimes} onChange={() => setWithTimes(!withTimes)} /> Times</label>
      </div>
      {logs.message !== '' && <p className="k-scheduler-message" role="status">{logs.message}</p>}
      {logs.read && logs.message === '' && logs.lines.length === 0 && <p className="k-quiet">The container has written nothing yet.</p>}
      {logs.lines.length > 0 && <LogLines lines={logs.lines} withTimes={withTimes} />}
    </div>
  );
}

/** Follows the end as long as the reader is there; scrolling up stops it, scrolling to the end takes it up again. */
function LogLines({ lines, withTimes }: { readonly lines: readonly { readonly atMs: number; readonly text: string }[]; readonly withTimes: boolean }) {
  const box = useRef<HTMLPreElement>(null);
  const following = useRef(true);
  useLayoutEffect(() => {
    if (box.current && following.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines, withTimes]);
  const onScroll = () => {
    const { current } = box;
    if (current) following.current = current.scrollHeight - current.scrollTop - current.clientHeight < AT_END;
  };
  return (
    <pre ref={box} className="k-log-lines" tabIndex={0} role="log" aria-live="off" aria-label="Container log" onScroll={onScroll}>
      {lines.map((line, index) => (
        <span key={`${line.atMs}-${index}`} className="k-log-line">
          {withTimes && <time title={fullTime(line.atMs)}>{clockTimeTenths(line.atMs)} </time>}{line.text}{'\n'}
        </span>
      ))}
    </pre>
  );
}

function PodsToChoose({ detail }: { readonly detail: ObjectDetail }) {
  const { store } = useSession();
  useCalmMap('pods');
  const pods = podsBehind(detail, store.getState().pods);
  if (pods.length === 0) return <p className="k-quiet">Logs are written by the containers of pods. Choose a pod to read its logs.</p>;
  return (
    <div className="k-logs-pods">
      <p className="k-quiet">Logs are written by the containers of pods. Choose one:</p>
      <ul className="k-dependents">
        {pods.slice(0, PODS_OFFERED).map((pod) => (
          <li key={pod.key}><ObjectLink reference={{ kind: 'Pod', namespace: pod.namespace, name: pod.name }}>{pod.name}</ObjectLink> <span className="k-mono-note">{pod.status}</span></li>
        ))}
      </ul>
      {pods.length > PODS_OFFERED && <p className="k-quiet">and {pods.length - PODS_OFFERED} more</p>}
    </div>
  );
}

/** The pods on a node, of a workload, or owned by the object. */
function podsBehind({ reference, dependents }: ObjectDetail, pods: ReadonlyMap<string, PodView>): PodView[] {
  const key = referenceKey(reference);
  const owned = new Set(dependents.filter(({ kind }) => kind === 'Pod').map(({ namespace, name }) => objectKey(namespace, name)));
  const belongs = (pod: PodView) => (reference.kind === 'Node' ? pod.node === reference.name : pod.workload === key || owned.has(pod.key));
  return [...pods.values()].filter(belongs);
}
