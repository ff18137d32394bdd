import type { Scenario } from '../scenario.ts';

export const rollingUpdate: Scenario = {
  id: 'rolling-update',
  title: 'Rolling update',
  level: 'Every day',
  summary: 'A new version takes over pod by pod, and there are always four that serve.',
  try: 'Change the image to nginx:1.27 in the editor, apply, and watch one new pod become ready before one old pod goes. '
    + 'Then set maxUnavailable to 2, change the image back, and compare.',
};
