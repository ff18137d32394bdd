import type { FaultName, FaultTarget } from '../../../src/engine/actions.ts';
import type { ObjectReference } from '../../../src/engine/api/reference.ts';
import { createSimulation, type Simulation, type SimulationOptions } from '../../../src/engine/simulation.ts';
import { closeLook } from '../../../src/worker/feed/close-look.ts';
import { createFeed, type Feed, type FeedFrame } from '../../../src/worker/feed/feed.ts';
import type { Frame, MessageView, ObjectDetail } from '../../../src/worker/protocol.ts';

/** A Deployment of one container that asks for little. */
export function deployment(name: string, replicas: number, container: object = {}): object {
  return {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name },
    spec: {
      replicas, selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'nginx', image: 'nginx:1.27', resources: { requests: { cpu: '100m', memory: '32Mi' } }, ...container }] } },
    },
  };
}

export interface WatchedCluster {
  readonly simulation: Simulation;
  readonly feed: Feed;
  fault(fault: FaultName, target: FaultTarget): void;
  /** Lets time pass in steps of a frame; returns the messages. */
  watch(ms: number, stepMs?: number): MessageView[];
  /** The details of an object, as they come with the next frame. */
  inspect(kind: string, name: string, uid?: string): ObjectDetail;
  /** `pod names of a Deployment, in the API's order` */
  podsOf(app: string): string[];
}

export function watchedCluster(options: SimulationOptions = { seed: 7 }): WatchedCluster {
  return watched(createSimulation(options));
}

export function watched(simulation: Simulation): WatchedCluster {
  const feed = createFeed(simulation, () => closeLook);
  feed.take(true);
  return {
    simulation,
    feed,
    fault: (fault, target) => void simulation.act({ type: 'fault', fault, target }),
    watch(ms, stepMs = 100) {
      const messages: MessageView[] = [];
      for (let left = ms; left > 0; left -= stepMs) {
        simulation.advance(Math.min(left, stepMs));
        messages.push(...(feed.take(false).messages ?? []));
      }
      return messages;
    },
    inspect(kind, name, uid) {
      const reference: ObjectReference = { kind, namespace: kind === 'Node' || kind === 'Namespace' ? '' : 'default', name, ...(uid === undefined ? {} : { uid }) };
      feed.select(reference);
      const { detail } = feed.take(false);
      if (!detail) throw new Error(`no details of ${kind} ${name}`);
      return detail;
    },
    podsOf: (app) => simulation.api.list('Pod', { namespace: 'default', labels: { app } }).map(({ metadata }) => metadata.name ?? ''),
  };
}

/** A whole frame around what the feed gives. */
export function frameOf(part: FeedFrame, reset: boolean): Frame {
  return { type: 'frame', reset, clock: { atMs: 0, startMs: 0, pace: 1, paused: false, speed: 1, waiting: null }, ...part };
}

/** A chain as lines: links in brackets, notes in parentheses, deeds with a star. */
export function chainLines({ chain }: ObjectDetail): string[] {
  return chain.map(({ parts, note, person }) => {
    const words = parts.map(({ text, reference }) => (reference ? `[${text}]` : text)).join('');
    return `${person ? '* ' : ''}${words}${note === '' ? '' : ` (${note})`}`;
  });
}
