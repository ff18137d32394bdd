import type { Scenario } from '../scenario.ts';

export const operator: Scenario = {
  id: 'operator',
  title: 'An operator and its database',
  level: 'Extending Kubernetes',
  summary: 'Somebody taught this cluster what a database is: a primary, its replicas, failover and backups.',
  try: 'Kill the node of the primary and watch the operator promote a replica ten seconds after the cluster notices. '
    + 'Start the node again, scale Deployment database-operator to 0, kill the node of the new primary, and see what nobody does until the operator is back.',
};
