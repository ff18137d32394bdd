import type { Scenario } from '../scenario.ts';

export const spreading: Scenario = {
  id: 'spreading',
  title: 'Not all in one place',
  level: 'Placement',
  summary: 'Spread constraints and anti-affinity keep what belongs together apart.',
  try: 'Scale web to 9 and see that no zone gets ahead of another by more than one, and that every cache has a node of its own. '
    + 'Then kill a node: six minutes later its pods wait above the others although there is room, and each says which rule holds it back.',
};
