import type { FaultName } from '../actions.ts';
import { parseImageReference } from '../node/image-reference.ts';
import { need, type FaultContext, type FaultDefinition } from './fault.ts';

type ImageFault = Extract<FaultName, `${string}-image` | `${string}-registry`>;

/** What can happen to images and where they come from. */
export const IMAGE_FAULTS: Readonly<Record<ImageFault, FaultDefinition>> = {
  'break-image': {
    title: (target) => `Lose image ${need(target, 'image')}`,
    explanation: 'The registry no longer finds it; nodes that have pulled it keep their copy.',
    danger: true,
    needsApi: false,
    obstacle(context, target) {
      const image = need(target, 'image');
      if (!parseImageReference(image)) return `"${image}" is not the name of an image.`;
      return isBroken(context, image) ? `The registry has lost ${image} already.` : undefined;
    },
    run(context, target) {
      const image = need(target, 'image');
      context.registries.breakImage(image);
      return `You removed image ${image} from the registry`;
    },
  },
  'mend-image': {
    title: (target) => `Bring back image ${need(target, 'image')}`,
    explanation: 'The registry finds it again; kubelets that back off try once more when their time comes.',
    danger: false,
    needsApi: false,
    obstacle: (context, target) => (isBroken(context, need(target, 'image')) ? undefined : `The registry has ${need(target, 'image')}.`),
    run(context, target) {
      const image = need(target, 'image');
      context.registries.mendImage(image);
      return `You brought image ${image} back to the registry`;
    },
  },
  'stop-registry': {
    title: () => 'Take the registry down',
    explanation: 'No image can be pulled; what nodes have already still starts.',
    danger: true,
    needsApi: false,
    obstacle: ({ registries }) => (registries.running ? undefined : 'The registry is down already.'),
    run({ registries }) {
      registries.stop();
      return 'You took the registry down';
    },
  },
  'start-registry': {
    title: () => 'Bring the registry back',
    explanation: 'Images can be pulled again.',
    danger: false,
    needsApi: false,
    obstacle: ({ registries }) => (registries.running ? 'The registry is running.' : undefined),
    run({ registries }) {
      registries.start();
      return 'You brought the registry back';
    },
  },
};

function isBroken({ registries }: FaultContext, image: string): boolean {
  const reference = parseImageReference(image);
  const broken = registries.brokenImages();
  return reference !== undefined && (broken.includes(reference.canonical) || broken.includes(reference.repository));
}
