import type { Scenario } from '../scenario.ts';

export const garbage: Scenario = {
  id: 'garbage',
  title: 'What owns what',
  level: 'Inside Kubernetes',
  summary: 'Objects belong to others, and go when their owner goes, unless you say otherwise.',
  try: 'Open the owners of a pod and follow them up to the Deployment, then delete the ReplicaSet of web and see who makes a new one. '
    + 'Delete the Deployment and watch the garbage collector take along what belonged to it, then delete the ConfigMap settings, which stays until you take its finalizer away with “Edit YAML”.',
};
