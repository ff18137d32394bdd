import type { Scenario } from '../scenario.ts';

export const garbage: Scenario = {
  id: 'garbage',
  title: 'What owns what',
  level: 'Extending Kubernetes',
  summary: 'Objects belong to others, and go when their owner goes, unless you say otherwise.',
  try: 'Open the owners of a pod and follow them up to the Deployment, then delete the ReplicaSet of web and see who makes a new one. '
    + 'Delete the Deployment web and watch the garbage collector take along what belonged to it.',
};
