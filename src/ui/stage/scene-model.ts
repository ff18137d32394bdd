/** What the stage shows, as positioned shapes. Made by `scene()`, drawn by the painters. Lengths are CSS pixels at zoom 1. */
import type { ControlPlaneView, NodeView, PodView, WorkloadView } from '../../worker/protocol.ts';
import type { NewestVersions } from './pod-versions.ts';
import type { TankSlots } from './slots.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rect extends Point {
  readonly width: number;
  readonly height: number;
}

export interface StageSize {
  readonly width: number;
  readonly height: number;
  /** the type scale: 1, or 1.5 while presenting. */
  readonly scale: number;
}

/** The views a scene is made of. An array that is the same object as last time holds the same things. */
export interface SceneInput {
  readonly nodes: readonly NodeView[];
  readonly podsByNode: ReadonlyMap<string, readonly PodView[]>;
  /** pods bound to no node, or to one that is gone. */
  readonly unbound: readonly PodView[];
  /** those of them for which a node keeps a place, by its name. */
  readonly kept: ReadonlyMap<string, readonly PodView[]>;
  readonly workloads: ReadonlyMap<string, Pick<WorkloadView, 'hue'>>;
  /** of pods that are there in several versions, which came last. */
  readonly versions: NewestVersions;
  readonly controlPlane: ControlPlaneView | null;
}

/** A pod's hexagon: centre, and radius from the centre to a corner. */
export interface Cell extends Point {
  readonly key: string;
  readonly pod: PodView;
  readonly r: number;
  readonly hue: number;
  /** whether it is of the newest of several versions of its workload. */
  readonly newest: boolean;
  /** empty when the cell is too small for one. */
  readonly caption: string;
  /** size of the caption's type. */
  readonly captionSize: number;
  /** the node, or `null` in the lane. */
  readonly node: string | null;
}

/** A line of text at its baseline, in the tank's own units. */
export interface TextPart extends Point {
  readonly text: string;
  readonly anchor: 'start' | 'middle' | 'end';
}

/** A node. `parts` are in the tank's own units, of which one is `unit` pixels, from its top left corner. */
export interface Tank {
  readonly name: string;
  readonly node: NodeView;
  readonly pods: readonly PodView[];
  readonly rect: Rect;
  readonly unit: number;
  readonly slots: TankSlots;
  readonly cells: readonly Cell[];
  /** pods that wait elsewhere for a place here, where they will stand; their views as `expected`. */
  readonly kept: readonly Cell[];
  readonly expected: readonly PodView[];
  /** over a pod that leaves for another, who that is. */
  readonly tag: TankTag | null;
  readonly parts: TankParts;
  readonly trouble: 'none' | 'silent' | 'lost';
}

/** A line of text on a ground of its own, in pixels of the scene. */
export interface TankTag extends Rect {
  readonly text: string;
  readonly size: number;
}

export interface TankParts {
  readonly width: number;
  readonly height: number;
  readonly name: TextPart;
  readonly state: TextPart | null;
  readonly heart: Point;
  readonly spec: TextPart | null;
  /** what the node is short of, that it takes no more pods; what a person tainted it with; for whom it keeps a place. */
  readonly cordoned: TextPart | null;
  readonly taint: TextPart | null;
  readonly keeps: TextPart | null;
  /** where the floor of daemon pods begins; `null` without any. */
  readonly floorY: number | null;
  readonly button: Rect & { readonly text: string };
  /** where "no heartbeat for …" stands; `null` while the node can be heard. */
  readonly notice: (Point & { readonly anchor: 'start' | 'middle'; readonly width: number }) | null;
  readonly cut: TextPart | null;
  /** requested cpu, 0 to 1, and the surface's height at 0 and 1. */
  readonly cpu: number;
  readonly water: { readonly emptyY: number; readonly fullY: number };
  readonly cpuLabel: TextPart | null;
  readonly memory: number;
  readonly gauge: Rect;
  readonly memoryLabel: TextPart | null;
}

export type StationName = 'controllers' | 'api' | 'scheduler';

export interface StationShape extends Rect {
  readonly name: StationName;
  readonly title: string;
  readonly detail: string;
  readonly state: 'running' | 'partly' | 'stopped';
  /** name of the component as faults know it. */
  readonly component: 'kube-controller-manager' | 'kube-apiserver' | 'kube-scheduler';
}

/** A line that messages travel. `points` are its corners from the API server outwards. */
export interface LinkShape {
  readonly id: string;
  readonly points: readonly Point[];
  readonly state: 'whole' | 'idle' | 'cut';
}

export interface LaneGroup {
  readonly key: string;
  readonly cells: readonly Cell[];
  readonly title: TextPart;
  readonly reason: TextPart;
}

export interface LaneShape {
  readonly rect: Rect;
  readonly label: TextPart;
  /** what to do while there is no pod at all. */
  readonly note: TextPart | null;
  readonly groups: readonly LaneGroup[];
  readonly cells: readonly Cell[];
  readonly waiting: number;
  /** where a pod stands that has no place of its own. */
  readonly overflow: Point;
  readonly pods: readonly PodView[];
}

export interface ZoneShape extends Rect {
  readonly name: string;
  readonly caption: TextPart;
  readonly captionSize: number;
}

/** Where the large things stand. */
export interface Arrangement {
  readonly size: StageSize;
  readonly narrow: boolean;
  readonly caption: Point;
  readonly stations: Readonly<Record<StationName, Rect>>;
  readonly lane: Rect;
  /** height of the line that leads from the API server to the nodes. */
  readonly busY: number;
  readonly zones: readonly ZoneShape[];
  readonly tanks: ReadonlyMap<string, Rect>;
  /** top of the first row of tanks. */
  readonly firstRowY: number;
  /** space between neighbouring tanks. */
  readonly gap: number;
  /** pixels a tank's own unit takes. */
  readonly unit: number;
  readonly names: readonly string[];
  readonly zoneOf: readonly string[];
}

export interface Scene {
  readonly size: StageSize;
  readonly plan: Arrangement;
  readonly stations: readonly StationShape[];
  readonly links: readonly LinkShape[];
  readonly lane: LaneShape;
  readonly tanks: ReadonlyMap<string, Tank>;
  readonly podCount: number;
  readonly registryDown: boolean;
  readonly input: SceneInput;
}
