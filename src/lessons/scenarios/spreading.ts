import type { Scenario } from '../scenario.ts';

export const spreading: Scenario = {
  id: 'spreading',
  title: 'Not all in one place',
  level: 'Placement',
  summary: 'Spread constraints and anti-affinity keep what belongs together apart.',
  try: 'Scale web to 9 and see that no zone gets ahead of another by more than one, then kill the node of a cache: the other two keep theirs, and the third waits. '
    + 'Ask a pod why it is where it is, and why the waiting one waits.',
};
