import { describe, expect, it } from 'vitest';
import { arrange } from '../../../src/ui/stage/arrangement.ts';
import { createMessages, HOP_MS } from '../../../src/ui/stage/messages.ts';
import type { MessageView, Station } from '../../../src/worker/protocol.ts';
import { aNode } from './stage-fixture.ts';

const PLAN = arrange([aNode('node-1'), aNode('node-2')], { width: 802, height: 642, scale: 1 });
let lastId = 0;
const message = (from: Station, to: Station, caption: string): MessageView => ({ id: ++lastId, atMs: 0, from, to, caption, subject: null, actor: 'replicaset-controller' });

describe('messages', () => {
  it('travel along their line in 350 ms, and their words stay long enough to be read', () => {
    const messages = createMessages();
    messages.add([message('controllers', 'api', 'create pod')], 0, true, 1);
    const { controllers, api } = PLAN.stations;
    const [start] = messages.sample(1, PLAN).dots;
    const [end] = messages.sample(HOP_MS - 1, PLAN).dots;
    expect(start?.x).toBeCloseTo(controllers.x + controllers.width, 0);
    expect(end?.x).toBeCloseTo(api.x, 0);
    const after = messages.sample(HOP_MS + 500, PLAN);
    expect(after.dots).toEqual([]);
    expect(after.captions.map((caption) => caption.text)).toEqual(['create pod']);
    expect(messages.sample(3_000, PLAN)).toMatchObject({ captions: [], busy: false });
  });

  it('reach a node along the line to its tank', () => {
    const messages = createMessages();
    messages.add([message('api', 'node/node-2', 'pod bound')], 0, true, 1);
    const [dot] = messages.sample(HOP_MS - 1, PLAN).dots;
    const tank = PLAN.tanks.get('node-2');
    expect(dot?.x).toBeCloseTo((tank?.x ?? 0) + (tank?.width ?? 0) / 2, 0);
    expect(dot?.y).toBeCloseTo(tank?.y ?? 0, 0);
  });

  it('that follow closely on one line travel together and are counted', () => {
    const messages = createMessages();
    messages.add(Array.from({ length: 40 }, () => message('controllers', 'api', 'create pod')), 0, true, 1);
    const { dots, captions } = messages.sample(10, PLAN);
    expect(dots).toHaveLength(1);
    expect(captions.map((caption) => caption.text)).toEqual(['create pod ×40']);
  });

  it('are never more than two dozen dots at a time', () => {
    const plan = arrange(Array.from({ length: 100 }, (_, index) => aNode(`node-${index}`)), { width: 802, height: 642, scale: 1 });
    const messages = createMessages();
    messages.add(Array.from({ length: 100 }, (_, index) => message('api', `node/node-${index}`, 'pod bound')), 0, true, 1);
    expect(messages.sample(100, plan).dots.length).toBeLessThanOrEqual(24);
  });

  it('leave the words of the one before on the line until they can have been read', () => {
    const messages = createMessages();
    messages.add([message('scheduler', 'api', 'bind web-1')], 0, true, 1);
    messages.add([message('scheduler', 'api', 'bind web-2')], 60, true, 1);
    const text = (atMs: number): string | undefined => messages.sample(atMs, PLAN).captions[0]?.text;
    expect(text(100)).toBe('bind web-1');
    expect(text(600)).toBe('bind web-2');
  });

  it('are words without dots when nothing is to move', () => {
    const messages = createMessages();
    messages.add([message('api', 'scheduler', 'pod created')], 0, false, 1);
    const { dots, captions } = messages.sample(50, PLAN);
    expect(dots).toEqual([]);
    expect(captions).toHaveLength(1);
  });

  it('to a node that is not there are not shown', () => {
    const messages = createMessages();
    messages.add([message('api', 'node/node-9', 'pod bound')], 0, true, 1);
    expect(messages.sample(50, PLAN)).toMatchObject({ dots: [], captions: [] });
  });
});
