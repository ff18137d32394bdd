import type { Scenario } from '../scenario.ts';

export const taints: Scenario = {
  id: 'taints',
  title: 'A reserved node',
  level: 'Placement',
  summary: 'A taint keeps pods off a node, unless they tolerate it.',
  try: 'Set the replicas of web to 10 and apply: two of them wait although gpu-1 has room, because of a taint that the summary of gpu-1 shows. '
    + 'Give web the tolerations that training has, apply, and see gpu-1 fill up.',
};
