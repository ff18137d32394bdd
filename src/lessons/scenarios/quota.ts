import type { Scenario } from '../scenario.ts';

export const quota: Scenario = {
  id: 'quota',
  title: 'A namespace that is full',
  level: 'Policies',
  summary: 'A quota limits what a namespace may take, and a limit range what a pod gets without asking.',
  try: 'Scale web to 6: only 4 pods are made, and the ReplicaSet says in its events why it cannot have more. '
    + 'Raise the quota to 2 CPU, and the missing pods are there.',
};
