import { applied, type Scenario } from '../scenario.ts';
import objects from './first-deployment.yaml?objects';
import manifest from './first-deployment.yaml?raw';

/** Opens while its pods are being born, so that the first thing to be seen is the control loop at work. */
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
  beginning: [...applied(objects), { do: 'advance', ms: 15 }],
};
