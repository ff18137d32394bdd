import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ObjectReference } from '../../engine/api/reference.ts';
import type {
  Changes, ClockView, ControlPlaneView, CustomKindView, DeedView, EventView, Frame, MessageView, NodeView, ObjectDetail, PodView, RowView,
  TableView, WorkloadView,
} from '../../worker/protocol.ts';

const KEPT_EVENTS = 5_000;
const KEPT_MESSAGES = 400;

/**
 * The page's projection of the cluster, refreshed once a frame by {@link applyFrame}. The maps are updated in place, so that a
 * frame costs what changed and not what exists; `versions` says which of them did. Select a version to be re-rendered:
 * `useCluster((s) => s.versions.pods)`, then read the map.
 */
export interface ClusterState {
  /** false until the first frame. */
  readonly living: boolean;
  readonly clock: ClockView;
  readonly controlPlane: ControlPlaneView | null;
  readonly pods: ReadonlyMap<string, PodView>;
  readonly nodes: ReadonlyMap<string, NodeView>;
  readonly workloads: ReadonlyMap<string, WorkloadView>;
  /** by key; newest last in insertion order (an event that happens again moves to the end). */
  readonly events: ReadonlyMap<string, EventView>;
  /** newest last. */
  readonly messages: readonly MessageView[];
  readonly deeds: readonly DeedView[];
  readonly customKinds: readonly CustomKindView[];
  readonly table: TableView | null;
  readonly rows: ReadonlyMap<string, RowView>;
  readonly selected: ObjectReference | null;
  readonly detail: ObjectDetail | null;
  readonly canUndoReset: boolean;
  readonly versions: Readonly<Record<'pods' | 'nodes' | 'workloads' | 'events' | 'rows', number>>;
}

const STOPPED_CLOCK: ClockView = { atMs: 0, startMs: 0, pace: 'adaptive', paused: true, speed: 0, waiting: null };

export type ClusterStore = StoreApi<ClusterState>;

export function createClusterStore(): ClusterStore {
  return createStore<ClusterState>(() => emptyState());
}

function emptyState(): ClusterState {
  return {
    living: false, clock: STOPPED_CLOCK, controlPlane: null, pods: new Map(), nodes: new Map(), workloads: new Map(),
    events: new Map(), messages: [], deeds: [], customKinds: [], table: null, rows: new Map(), selected: null, detail: null, canUndoReset: false,
    versions: { pods: 0, nodes: 0, workloads: 0, events: 0, rows: 0 },
  };
}

/** The state after `frame`. Maps of the old state are reused and changed; treat the old state as gone. */
export function applyFrame(state: ClusterState, frame: Frame): ClusterState {
  const base = frame.reset ? { ...emptyState(), versions: state.versions, selected: null } : state;
  const versions = { ...state.versions };
  const put = <T>(name: keyof typeof versions, map: ReadonlyMap<string, T>, changes: Changes<T> | undefined, keyOf: (item: T) => string): void => {
    if (!changes && !frame.reset) return;
    versions[name]++;
    // Events stand in the order of their last happening, so a repeated one moves to the end.
    if (changes) applyChanges(map as Map<string, T>, changes, keyOf, name === 'events');
  };
  put('pods', base.pods, frame.pods, (pod) => pod.key);
  put('nodes', base.nodes, frame.nodes, (node) => node.name);
  put('workloads', base.workloads, frame.workloads, (workload) => workload.key);
  put('events', base.events, frame.events, (event) => event.key);
  trimOldest(base.events as Map<string, EventView>, KEPT_EVENTS);
  const newTable = frame.table?.view !== undefined;
  if (newTable) (base.rows as Map<string, RowView>).clear();
  put('rows', base.rows, frame.table?.rows, (row) => row.key);
  return {
    ...base,
    living: true,
    clock: frame.clock,
    controlPlane: frame.controlPlane ?? base.controlPlane,
    messages: frame.messages?.length ? [...base.messages, ...frame.messages].slice(-KEPT_MESSAGES) : base.messages,
    deeds: frame.deeds ?? base.deeds,
    customKinds: frame.customKinds ?? base.customKinds,
    table: frame.table?.view ?? base.table,
    detail: frame.detail === undefined ? base.detail : frame.detail,
    canUndoReset: frame.canUndoReset ?? base.canUndoReset,
    versions,
  };
}

function applyChanges<T>(map: Map<string, T>, changes: Changes<T>, keyOf: (item: T) => string, toEnd: boolean): void {
  for (const key of changes.gone) map.delete(key);
  for (const item of changes.put) {
    const key = keyOf(item);
    if (toEnd) map.delete(key);
    map.set(key, item);
  }
}


function trimOldest<T>(map: Map<string, T>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}
