import { objectKey, referenceKey, type ObjectReference } from '../../engine/api/reference.ts';
import type { ObjectDetail } from '../../worker/protocol.ts';
import { useCluster } from '../store/session.ts';
import { DeedMenu } from './deed-menu.tsx';
import { EditButton } from './edit-button.tsx';
import { kindWord } from './kind-word.ts';
import { statusLine } from './status-line.ts';
import { Term } from './term.tsx';

interface InspectorHeaderProps {
  readonly reference: ObjectReference;
  /** `null` until the cluster has answered. */
  readonly detail: ObjectDetail | null;
}

/** The name of the selected object, its state in one line, and what can be done to it. */
export function InspectorHeader({ reference, detail }: InspectorHeaderProps) {
  const key = objectKey(reference.namespace, reference.name);
  const pod = useCluster((state) => (reference.kind === 'Pod' ? state.pods.get(key) : undefined));
  const node = useCluster((state) => (reference.kind === 'Node' ? state.nodes.get(reference.name) : undefined));
  const workload = useCluster((state) => state.workloads.get(referenceKey(reference)));
  return (
    <header className="k-inspector-header">
      <h2><Term name={kindWord(reference.kind)} /> {reference.name}</h2>
      <div className="k-inspector-status">{detail ? statusLine(detail, { pod, node, workload }) : ' '}</div>
      <div className="k-inspector-deeds">
        <DeedMenu reference={reference} />
        {detail?.object && <EditButton reference={reference} />}
      </div>
    </header>
  );
}
