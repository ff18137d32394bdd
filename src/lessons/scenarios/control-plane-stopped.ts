import { running, type Scenario } from '../scenario.ts';
import objects from './control-plane-stopped.yaml?objects';
import manifest from './control-plane-stopped.yaml?raw';

/** Opens with the pods running and the controller manager stopped. */
export const controlPlaneStopped: Scenario = {
  id: 'control-plane-stopped',
  title: 'A stopped control plane',
  level: 'When things break',
  summary: 'The controller manager is down: what runs keeps running, and nothing new comes of what you want.',
  try: 'Delete a pod or ask for more replicas, and see that the API server accepts it and nobody acts on it. '
    + 'Then start the controller manager from “Break something”, and watch everything being caught up on.',
  manifest,
  objects,
  options: { seed: 71 },
  beginning: [...running(objects), { do: 'act', action: { type: 'fault', fault: 'stop-controller-manager', target: {} } }],
};
