import { useCluster } from '../store/session.ts';
import { clockTime, fullTime } from '../panels/clock-time.ts';
import { useLogs } from '../panels/use-logs.ts';

/** What the pod at work has printed, the newest first, so that what happens now is in sight. */
export function OperatorLog({ namespace, pod }: { readonly namespace: string; readonly pod: string }) {
  useCluster((state) => state.versions.pods);
  const container = useCluster((state) => state.pods.get(`${namespace}/${pod}`)?.containers[0]?.name ?? '');
  return container === '' ? <p className="k-quiet">The pod has printed nothing yet.</p> : <Lines namespace={namespace} pod={pod} container={container} />;
}

function Lines(source: { readonly namespace: string; readonly pod: string; readonly container: string }) {
  const { lines, message, read } = useLogs({ ...source, previous: false, tailLines: 100 });
  if (message !== '') return <p className="k-quiet" role="status">{message}</p>;
  if (read && lines.length === 0) return <p className="k-quiet">The pod has printed nothing yet.</p>;
  return (
    <ol className="k-op-log" aria-label={`Log of ${source.pod}, newest first`}>
      {lines.toReversed().map(({ atMs, text }, index) => (
        <li key={`${atMs} ${lines.length - index}`} data-error={text.startsWith('error: ')}><time title={fullTime(atMs)}>{clockTime(atMs)}</time> {text}</li>
      ))}
    </ol>
  );
}
