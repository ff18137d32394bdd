import type { Scenario } from '../scenario.ts';

export const quota: Scenario = {
  id: 'quota',
  title: 'A namespace that is full',
  level: 'Policies',
  summary: 'A quota limits what a namespace may take, and a limit range what a pod gets without asking.',
  try: 'Set the replicas of web to 6 and apply: only 4 pods are made, and the events of the ReplicaSet say why it cannot have more. '
    + 'Raise requests.cpu to 2, and the missing pods come when the ReplicaSet tries again.',
};
