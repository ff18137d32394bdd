import type { Scenario } from '../scenario.ts';

export const badImage: Scenario = {
  id: 'bad-image',
  title: 'Bad image and rollback',
  level: 'When things break',
  summary: 'A rollout is stuck on an image that does not exist, while the old pods keep serving.',
  try: 'Select the failing pod and read why its image cannot be pulled, and see that the three old pods still serve. '
    + 'Then go back: choose “Roll back” among what can be done to Deployment web, or put nginx:1.27 in place of nginx:1.72 in the editor and apply.',
};
