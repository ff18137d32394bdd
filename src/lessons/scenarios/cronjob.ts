import type { Scenario } from '../scenario.ts';

export const cronJob: Scenario = {
  id: 'cronjob',
  title: 'By the clock',
  level: 'Every workload',
  summary: 'A CronJob starts a Job whenever its time has come.',
  try: 'Let time run fast and see a Job every two minutes, of which three finished ones are kept. '
    + 'Make the work longer than two minutes with sleep 150 and see what concurrencyPolicy Forbid does about it.',
};
