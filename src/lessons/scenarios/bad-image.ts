import type { Scenario } from '../scenario.ts';

export const badImage: Scenario = {
  id: 'bad-image',
  title: 'Bad image and rollback',
  level: 'When things break',
  summary: 'A rollout is stuck on an image that does not exist, while the old pods keep serving.',
  try: 'Select the failing pod, read why it has no image, and see that the three old pods still serve. '
    + 'Then go back: choose “Roll back” in the menu of Deployment web, or put nginx:1.27 back in the editor and apply.',
};
