import type { Scenario } from '../scenario.ts';

export const statefulSet: Scenario = {
  id: 'statefulset',
  title: 'Names that stay',
  level: 'Every workload',
  summary: 'A StatefulSet gives every pod a number, and brings each back under the same name.',
  try: 'Delete pod db-1 and see the same name come back, then set replicas to 5 and see that db-4 is made only when db-3 is ready. '
    + 'Set it to 2 again and the highest numbers go first.',
};
