import type { Scenario } from '../scenario.ts';

export const firstDeployment: Scenario = {
  id: 'first-deployment',
  title: 'First deployment',
  level: 'First steps',
  summary: 'A Deployment keeps three web servers running on three nodes, whatever happens to them.',
  try: 'Kill a node and watch its heart stop, then see how the cluster notices and starts the lost pods elsewhere. '
    + 'Or change the replicas from 3 to 5 in the editor, apply, and watch two pods being born.',
};
