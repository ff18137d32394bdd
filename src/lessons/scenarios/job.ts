import type { Scenario } from '../scenario.ts';

export const job: Scenario = {
  id: 'job',
  title: 'Work that ends',
  level: 'Every workload',
  summary: 'A Job runs its pods until enough of them have done their part.',
  try: 'Watch eight numbered parts being worked on, three at a time; the part with the number 4 fails until its turn has come twice, and is tried again later and later. '
    + 'Set suspend to true to pause the work, and to false to go on.',
};
