import type { KindName } from '../api/object.ts';
import { EXTENSION_POINTS, expandPlugins, type ExtensionPoint, type SchedulerProfile } from './configuration.ts';
import type { Plugin, PluginHandle, Scoring } from './plugin.ts';
import { createPlugins } from './plugins/registry.ts';

/** A plugin that scores, with what its scores weigh. */
export interface Scorer {
  readonly plugin: Plugin;
  readonly scoring: Scoring;
  readonly weight: number;
}

/** A scheduler by name: which plugins run where, and in what order (pkg/scheduler/profile, framework/runtime). */
export interface Profile {
  readonly schedulerName: string;
  /** 0 for the share that shrinks with the cluster. */
  readonly percentageOfNodesToScore: number;
  readonly points: Readonly<Record<ExtensionPoint, readonly Plugin[]>>;
  readonly scorers: readonly Scorer[];
  /** each plugin that runs anywhere, once. */
  readonly plugins: ReadonlyMap<string, Plugin>;
  /** kinds that any plugin there is depends on. */
  readonly watches: readonly KindName[];
}

export function createProfile(profile: SchedulerProfile & { readonly schedulerName: string }, handle: PluginHandle, percentageOfNodesToScore: number): Profile {
  const all = createPlugins(handle, profile);
  const entries = expandPlugins(profile, (name, point) => {
    const plugin = all.get(name);
    return plugin !== undefined && extendsPoint(plugin, point);
  });
  const points = {} as Record<ExtensionPoint, readonly Plugin[]>;
  for (const point of EXTENSION_POINTS) points[point] = entries[point].flatMap(({ name }) => all.get(name) ?? []);
  const scorers = entries.score.flatMap(({ name, weight = 1 }) => {
    const plugin = all.get(name);
    return plugin?.scoring ? [{ plugin, scoring: plugin.scoring, weight }] : [];
  });
  const plugins = new Map(EXTENSION_POINTS.flatMap((point) => points[point].map((plugin) => [plugin.name, plugin] as const)));
  return {
    schedulerName: profile.schedulerName, percentageOfNodesToScore: profile.percentageOfNodesToScore ?? percentageOfNodesToScore, points, scorers, plugins,
    watches: [...all.values()].flatMap(({ watches }) => watches ?? []),
  };
}

export function extendsPoint(plugin: Plugin, point: ExtensionPoint): boolean {
  if (point === 'score') return plugin.scoring !== undefined;
  return point === 'preScore' ? plugin.scoring?.preScore !== undefined : plugin[point] !== undefined;
}
