import type { Scenario } from '../scenario.ts';

export const statefulCanary: Scenario = {
  id: 'stateful-canary',
  title: 'A careful update',
  level: 'Every workload',
  summary: 'A partition lets only the highest numbers of a StatefulSet have the new version.',
  try: 'Change the image to redis:8 and apply: only db-3 is made anew, because the partition is 3. '
    + 'When you trust it, set partition to 0 and watch the others follow from the highest down.',
};
