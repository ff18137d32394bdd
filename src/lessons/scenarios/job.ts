import type { Scenario } from '../scenario.ts';

export const job: Scenario = {
  id: 'job',
  title: 'Work that ends',
  level: 'Every workload',
  summary: 'A Job runs its pods until enough of them have done their part.',
  try: 'Watch eight numbered parts being worked on, three at a time: part 4 fails, is tried again after 10 and after 20 seconds, and is given up while the others are done. '
    + 'Reset, set suspend to true while it works, apply and see its pods leave, then set it to false and see the work go on with what is missing.',
};
