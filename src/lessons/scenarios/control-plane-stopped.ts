import type { Scenario } from '../scenario.ts';

export const controlPlaneStopped: Scenario = {
  id: 'control-plane-stopped',
  title: 'A stopped control plane',
  level: 'When things break',
  summary: 'The controller manager is down: what runs keeps running, and nothing new comes of what you want.',
  try: 'Delete a pod or ask for more replicas, and see that the API server accepts it and nobody acts on it. '
    + 'Then start the controller manager from “Break something”, and watch everything being caught up on.',
};
