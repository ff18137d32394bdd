import type { Scenario } from '../scenario.ts';

export const schedulingGates: Scenario = {
  id: 'scheduling-gates',
  title: 'Not yet',
  level: 'Placement',
  summary: 'A scheduling gate keeps a pod away from the scheduler until somebody takes the gate away.',
  try: 'Both pods wait although every node has room: ask one of them why. '
    + 'Then delete the two lines of the gate of pod first, apply, and watch it go to a node while the other stays.',
};
