import { applied, running, type Scenario } from '../scenario.ts';
import before from './bad-image-before.yaml?objects';
import objects from './bad-image.yaml?objects';
import manifest from './bad-image.yaml?raw';

/** Opens with a healthy first revision, and a second one that has just begun to fail. */
export const badImage: Scenario = {
  id: 'bad-image',
  title: 'Bad image and rollback',
  level: 'When things break',
  summary: 'A rollout is stuck on an image that does not exist, while the old pods keep serving.',
  try: 'Select the failing pod and read why its image cannot be pulled, and see that the three old pods still serve. '
    + 'Then go back: put nginx:1.27 in place of nginx:1.72 in the editor and apply.',
  manifest,
  objects,
  options: { seed: 41 },
  beginning: [...running(before), ...applied(objects), { do: 'advance', ms: 3_000 }],
};
