import { MAX_NODE_SCORE, type Plugin, type PluginHandle } from '../plugin.ts';

const MIB = 1024 ** 2;
/** Less than this on a node is not worth a preference; a container counts as at most the other (plugins/imagelocality). */
const MIN_THRESHOLD = 23 * MIB;
const MAX_CONTAINER_THRESHOLD = 1000 * MIB;

/** Likes nodes that have the pod's images already, the more the commoner those are. */
export function createImageLocality({ snapshot }: PluginHandle): Plugin {
  /** for each image that some node has, the share of nodes that have it. */
  const images: string[] = [];
  const shares: number[] = [];

  return {
    name: 'ImageLocality',
    scoring: {
      preScore({ demand }) {
        images.length = 0;
        shares.length = 0;
        for (const image of demand.images) {
          const count = snapshot.nodesWithImage(image);
          if (count === 0) continue;
          images.push(image);
          shares.push(count / snapshot.nodes.length);
        }
        return images.length === 0 ? 0 : 'each';
      },
      score({ demand }, info) {
        let sum = 0;
        for (let i = 0; i < images.length; i++) {
          const sizeBytes = info.images.get(images[i] ?? '');
          if (sizeBytes !== undefined) sum += Math.floor(sizeBytes * (shares[i] ?? 0));
        }
        const maxThreshold = MAX_CONTAINER_THRESHOLD * demand.images.length;
        const capped = Math.min(Math.max(sum, MIN_THRESHOLD), maxThreshold);
        return Math.floor((MAX_NODE_SCORE * (capped - MIN_THRESHOLD)) / (maxThreshold - MIN_THRESHOLD));
      },
    },
    retryOn: {},
  };
}
