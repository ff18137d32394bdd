import { useEffect, useRef } from 'react';
import { useCluster } from '../store/session.ts';
import { headline, type PlacementPair } from './placement-pairs.ts';
import { PodDifferences } from './pod-differences.tsx';
import type { ClusterAsItIs } from './tank-levels.ts';
import { WhatIfTanks } from './what-if-tanks.tsx';

export interface Answer {
  readonly pairs: readonly PlacementPair[];
  /** when it was asked. */
  readonly cluster: ClusterAsItIs;
  readonly titles: Readonly<Record<'a' | 'b', string>>;
}

/** Where the pods would go under both: in a sentence, in a picture, and one by one. */
export function WhatIfAnswer({ answer: { pairs, cluster, titles } }: { readonly answer: Answer }) {
  const workloads = useCluster((state) => state.workloads);
  const top = useRef<HTMLDivElement>(null);
  // On a phone it comes below what is seen.
  useEffect(() => {
    void top.current?.scrollIntoView({ block: 'nearest' });
  }, [pairs]);
  if (pairs.length === 0) return <p role="status">There is no such pod to place: none waits for a node. Choose a workload, whose pods are placed as if they had none.</p>;
  const hueOf = (key: string): number => workloads.get(cluster.pods.get(key)?.workload ?? '')?.hue ?? 0;
  return (
    <div className="k-scheduler-answer">
      <div ref={top} className="k-scheduler-answer">
        <p role="status" className="k-scheduler-headline">{headline(pairs)}</p>
        <WhatIfTanks cluster={cluster} pairs={pairs} titles={titles} hueOf={hueOf} />
      </div>
      <PodDifferences pairs={pairs} />
    </div>
  );
}
