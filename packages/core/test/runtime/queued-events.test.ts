import { expect, test } from 'vitest';
import { z } from 'zod';
import { graph, memory, open } from '@cairn/core';
import { virtualClock } from '@cairn/testing';

const nothing = z.object({});

const three = graph({
  name: 'three',
  state: {},
  events: { one: nothing, two: nothing, three: nothing },
  start: 'first',
  nodes: {
    first: { on: { one: 'second' } },
    second: { on: { two: 'third' } },
    third: { on: { three: 'end' } },
    end: { final: true },
  },
});

test.each([{ queue: true }, {}])(
  'events that were queued are taken one after the other, whatever their order: %j',
  async (options) => {
    const clock = virtualClock();
    const cairn = open({ store: memory(), graphs: [three], clock });
    const thread = await cairn.start(three, {});
    for (const event of ['three', 'two'] as const) {
      await thread.send(event, {}, { queue: true });
      await clock.advance(0);
    }
    expect(await thread.settled()).toMatchObject({ status: 'waiting', events: ['one'] });
    await thread.send('one', {}, options);
    await clock.advance(0);
    expect(await thread.settled()).toMatchObject({ outcome: 'end' });
    await cairn.close();
  },
);
