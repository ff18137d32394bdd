import type { PodMark, PodShape } from '../../worker/protocol.ts';

/** How a pod's state looks: the one table both painters draw from. Lengths in radii of the cell. */
export interface CellLook {
  /** `hue` is the workload's; the others are state colours. */
  readonly ink: 'hue' | 'failing' | 'leaving';
  readonly fill: 'none' | 'glass' | 'full' | 'half';
  readonly outline: 'none' | 'solid' | 'dashed' | 'progress';
  /** drawn over the hexagon: path strokes, or fills where `iconFilled`. */
  readonly icon: string;
  readonly iconFilled: boolean;
  /** on a filled cell the icon takes the colour that is written on hues. */
  readonly iconOn: 'fill' | 'ground';
  /** DESIGN.md's word for the state, for the legend. */
  readonly meaning: string;
}

export const OUTLINE_WIDTH = 0.135;
export const ICON_WIDTH = 0.13;
export const DASHES = { on: 0.3, off: 0.2 };

const circle = (x: number, y: number, r: number): string => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;

const DOTS = circle(-0.32, 0, 0.105) + circle(0, 0, 0.105) + circle(0.32, 0, 0.105);
const ARROW = 'M0 -0.4V0.14M-0.21 -0.06L0 0.15L0.21 -0.06M-0.26 0.38H0.26';
const SPINNER = 'M0.24 -0.27A0.36 0.36 0 1 0 0.36 0.02M0.28 -0.42V-0.22H0.08';
const DOT = circle(0, 0, 0.3);
const CHECK = 'M-0.27 0.02L-0.08 0.21L0.28 -0.17';
const EXCLAMATION = 'M0 -0.42V0.1M0 0.385V0.39';
const CROSS = 'M-0.24 -0.24L0.24 0.24M0.24 -0.24L-0.24 0.24';
const FLAG = 'M-0.21 0.43V-0.39L0.31 -0.17L-0.21 0.05';
const QUESTION = 'M-0.2 -0.2A0.21 0.21 0 1 1 0.07 0.02C0.01 0.06 0 0.1 0 0.17M0 0.4V0.405';

const LOOKS: Readonly<Record<PodShape, CellLook>> = {
  waiting: { ink: 'hue', fill: 'glass', outline: 'dashed', icon: DOTS, iconFilled: true, iconOn: 'ground', meaning: 'waiting for a node' },
  pulling: { ink: 'hue', fill: 'glass', outline: 'progress', icon: ARROW, iconFilled: false, iconOn: 'ground', meaning: 'pulling its image' },
  starting: { ink: 'hue', fill: 'glass', outline: 'progress', icon: SPINNER, iconFilled: false, iconOn: 'ground', meaning: 'starting' },
  'not-ready': { ink: 'hue', fill: 'full', outline: 'none', icon: DOT, iconFilled: true, iconOn: 'fill', meaning: 'running, not ready' },
  ready: { ink: 'hue', fill: 'full', outline: 'none', icon: CHECK, iconFilled: false, iconOn: 'fill', meaning: 'ready' },
  failing: { ink: 'failing', fill: 'glass', outline: 'solid', icon: EXCLAMATION, iconFilled: false, iconOn: 'ground', meaning: 'failing, with its restarts' },
  finishing: { ink: 'leaving', fill: 'glass', outline: 'solid', icon: CROSS, iconFilled: false, iconOn: 'ground', meaning: 'finishing' },
  completed: { ink: 'hue', fill: 'half', outline: 'solid', icon: FLAG, iconFilled: false, iconOn: 'ground', meaning: 'completed' },
  unknown: { ink: 'leaving', fill: 'glass', outline: 'dashed', icon: QUESTION, iconFilled: false, iconOn: 'ground', meaning: 'unknown, its node is lost' },
};

/** The small sign of what sets a pod apart, at the cell's upper right. Lengths in radii of the sign. */
export const MARK = { x: 0.7, y: -0.68, r: 0.44, stroke: 0.2 };
export const MARKS: Readonly<Record<PodMark, { readonly path: string; readonly filled: boolean; readonly meaning: string }>> = {
  preempted: { path: 'M-0.42 -0.38L0 0L0.42 -0.38M-0.42 0.02L0 0.4L0.42 0.02', filled: false, meaning: 'gives its place to a higher priority' },
  primary: { path: 'M0 -0.62L0.17 -0.2L0.6 -0.19L0.26 0.09L0.38 0.52L0 0.27L-0.38 0.52L-0.26 0.09L-0.6 -0.19L-0.17 -0.2Z', filled: true, meaning: 'the primary' },
  priority: { path: 'M-0.42 0.02L0 -0.36L0.42 0.02M-0.42 0.42L0 0.04L0.42 0.42', filled: false, meaning: 'a higher priority' },
  static: { path: 'M-0.38 -0.38H0.38V0.38H-0.38Z', filled: true, meaning: 'a static pod' },
  daemon: { path: 'M0 -0.5V0.36M-0.26 -0.24H0.26M-0.46 0.08A0.46 0.44 0 0 0 0.46 0.08', filled: false, meaning: 'one on every node' },
};

/** The number of a pod that has one, at the cell's upper left. Lengths in radii of the cell. */
export const NUMBER = { x: -0.7, y: -0.68, r: 0.44, stroke: 0.09 };

/** Size of a number's type, so that it stays inside its disc. */
export function numberSize(number: string): number {
  return NUMBER.r * (number.length === 1 ? 1.5 : number.length === 2 ? 1.2 : 0.86);
}

/** On a filled cell, a line inside its edge: its pod is of the newest of several versions. Lengths in radii of the cell. */
export const RING = { r: 0.76, stroke: 0.09, meaning: 'the newest of several versions' };

export function hasRing(newest: boolean, shape: PodShape): boolean {
  return newest && lookOf(shape).fill === 'full';
}

export const SHAPES: readonly PodShape[] = ['waiting', 'pulling', 'starting', 'not-ready', 'ready', 'failing', 'finishing', 'completed', 'unknown'];

export function lookOf(shape: PodShape): CellLook {
  return LOOKS[shape];
}

/** How far a pod is in what it is doing, 0 to 1, in simulated time. 0 when it is doing nothing that ends. */
export function progressAt(progress: { readonly fromMs: number; readonly toMs: number } | null, nowMs: number): number {
  if (!progress) return 0;
  const span = progress.toMs - progress.fromMs;
  return span <= 0 ? 1 : Math.min(1, Math.max(0, (nowMs - progress.fromMs) / span));
}

/** A finishing pod shrinks to this share of its size in its grace period. */
const LAST_SIZE = 0.6;

/** Size of a cell's hexagon, as a share of the full one. */
export function sizeAt(shape: PodShape, progress: number): number {
  return shape === 'finishing' ? 1 - (1 - LAST_SIZE) * progress : 1;
}
