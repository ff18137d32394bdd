import type { PodMark, WorkloadView } from '../../worker/protocol.ts';
import { useCluster } from '../store/session.ts';
import { CellPicture, ProgressPicture } from './cell-picture.tsx';
import { lookOf, MARKS, RING, SHAPES } from './cell-look.ts';

const MOST_WORKLOADS = 12;
const LEGEND_HUE = 0;
const MARK_NAMES = Object.keys(MARKS) as readonly PodMark[];

export interface LegendProps {
  readonly id: string;
  /** Pods of the workload stay bright while it is pointed at; `null` when no longer. */
  onEmphasise(workload: string | null): void;
  onSelect(workload: WorkloadView): void;
}

/** What the shapes and colours on the stage mean. */
export function Legend({ id, onEmphasise, onSelect }: LegendProps) {
  useCluster((state) => state.versions.workloads);
  const workloads = [...useCluster((state) => state.workloads).values()];
  return (
    <section id={id} className="k-legend" aria-label="Legend" data-no-pan data-own-pointer>
      <h2 className="k-legend-title">A pod’s shape is its state</h2>
      <ul className="k-legend-shapes">
        {SHAPES.map((shape) => <li key={shape}><CellPicture shape={shape} hue={LEGEND_HUE} size={20} />{lookOf(shape).meaning}</li>)}
      </ul>
      <h2 className="k-legend-title">A sign on it sets it apart</h2>
      <ul className="k-legend-shapes">
        {MARK_NAMES.map((mark) => <li key={mark}><CellPicture shape="ready" hue={LEGEND_HUE} size={20} mark={mark} />{MARKS[mark].meaning}</li>)}
        <li><CellPicture shape="ready" hue={LEGEND_HUE} size={20} number="2" />its number in a StatefulSet or Job</li>
        <li><CellPicture shape="ready" hue={LEGEND_HUE} size={20} newest />{RING.meaning}</li>
      </ul>
      {workloads.length > 0 && (
        <>
          <h2 className="k-legend-title">Its colour is its workload</h2>
          <ul className="k-legend-workloads">
            {workloads.slice(0, MOST_WORKLOADS).map((workload) => (
              <li key={workload.key}>
                <button
                  type="button"
                  className="k-legend-workload"
                  onPointerEnter={() => onEmphasise(workload.key)}
                  onPointerLeave={() => onEmphasise(null)}
                  onFocus={() => onEmphasise(workload.key)}
                  onBlur={() => onEmphasise(null)}
                  onClick={() => onSelect(workload)}
                >
                  {workload.counts === 'done'
                    ? <ProgressPicture hue={workload.hue} share={workload.desired > 0 ? workload.ready / workload.desired : 0} size={18} />
                    : <CellPicture shape="ready" hue={workload.hue} size={18} />}
                  <span className="k-legend-name">{workload.name}{workload.note && <span className="k-legend-note"> {workload.note}</span>}</span>
                  <span className="k-legend-count">{workload.ready}/{workload.desired}<span className="k-unseen"> {workload.counts}</span></span>
                </button>
              </li>
            ))}
          </ul>
          {workloads.length > MOST_WORKLOADS && <p className="k-legend-more">and {workloads.length - MOST_WORKLOADS} more</p>}
        </>
      )}
      <h2 className="k-legend-title">A node’s water is the cpu that is requested</h2>
      <p className="k-legend-more">The line at its wall is the memory that is requested; neither is what is used, which its card and its summary say. Its heart beats when its kubelet renews its lease, and is hollow while it is not heard.</p>
    </section>
  );
}
