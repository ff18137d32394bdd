import { applied, type Scenario } from '../scenario.ts';
import objects from './first-deployment.yaml?objects';
import manifest from './first-deployment.yaml?raw';

/** Opens in the moment in which its manifest has been applied, so that the first thing to be seen is pods being born. */
export const firstDeployment: Scenario = {
  id: 'first-deployment',
  title: 'First deployment',
  level: 'First steps',
  summary: 'A Deployment keeps three web servers running on three nodes, whatever happens to them.',
  try: 'Kill a node and watch its heart stop, then see how the cluster notices and starts the lost pods elsewhere. '
    + 'Or change the replicas from 3 to 5 in the editor, apply, and watch two pods being born.',
  manifest,
  objects,
  options: { seed: 11 },
  beginning: applied(objects),
};
