import type { Scenario } from '../scenario.ts';

export const initAndSidecar: Scenario = {
  id: 'init-and-sidecar',
  title: 'Before and beside',
  level: 'Every workload',
  summary: 'Init containers run one after the other before a pod begins, and a sidecar runs along until it ends.',
  try: 'Delete a pod of shop and watch the next one begin: settings has to end, logs has to run, migrate has to end, and only then shop starts. '
    + 'Select it and read the logs of its containers one by one.',
};
