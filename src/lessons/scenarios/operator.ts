import type { Scenario } from '../scenario.ts';

export const operator: Scenario = {
  id: 'operator',
  title: 'An operator and its database',
  level: 'Extending Kubernetes',
  summary: 'Somebody taught this cluster what a database is: a primary, its replicas, failover and backups.',
  try: 'Kill the node of the primary and watch the operator promote a replica ten seconds after the cluster notices. '
    + 'Then kill the operator\'s own pod first, and see what nobody does until it is back.',
};
