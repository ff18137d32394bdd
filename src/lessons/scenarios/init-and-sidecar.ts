import type { Scenario } from '../scenario.ts';

export const initAndSidecar: Scenario = {
  id: 'init-and-sidecar',
  title: 'Before and beside',
  level: 'First steps',
  summary: 'Init containers run one after the other before a pod begins, and a sidecar runs along until it ends.',
  try: 'Delete the pod of shop and watch its replacement go through Init:0/3, the sidecar start, and the last init container wait for the database. '
    + 'Then look at its containers and logs, one by one.',
};
