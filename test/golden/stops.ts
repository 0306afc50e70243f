// The threads of the golden histories: how each comes to where it stops, and how it is finished from there.

import { open, type Cairn } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import type { VirtualClock } from '@cairn/testing';
import { asks, graphs, lanes, moved, tries, waits } from './graphs.ts';

/** When the recordings were made. */
export const recordedAt: number = Date.UTC(2026, 0, 1);

/** What is done with a runtime and its clock. */
type Doing = (cairn: Cairn, clock: VirtualClock) => Promise<unknown>;

/** A thread that stopped somewhere, by its id. */
export interface Stop {
  /** Brings it there. */
  readonly reach: Doing;
  /** Takes it to its end. */
  readonly finish: Doing;
}

const go: (id: string) => Doing = (id) => (cairn) => cairn.thread(waits, id).send('go', { by: 'ada' });

export const stops: Readonly<Record<string, Stop>> = {
  'waits-with-timer': {
    reach: (cairn) => cairn.start(waits, { name: 'timer' }, { id: 'waits-with-timer', tags: ['golden'] }),
    finish: (_cairn, clock) => clock.advance('24h'),
  },
  'waits-with-queued-event': {
    reach: async (cairn, clock) => {
      const thread = await cairn.start(waits, { name: 'queue' }, { id: 'waits-with-queued-event' });
      await clock.advance(0);
      await thread.send('later', undefined, { queue: true });
    },
    finish: go('waits-with-queued-event'),
  },
  'big-values': {
    reach: (cairn) => cairn.start(waits, { name: 'big' }, { id: 'big-values' }),
    finish: go('big-values'),
  },
  'lanes-open': {
    reach: (cairn) => cairn.start(lanes, { items: ['a', 'b', 'c'] }, { id: 'lanes-open' }),
    finish: async (cairn, clock) => {
      const thread = cairn.thread(lanes, 'lanes-open');
      for (const lane of ['each.1/0', 'each.1/1', 'each.1/2']) {
        await thread.send('go', undefined, { lane });
        await clock.advance(0);
      }
      for (const lane of ['all.1/left', 'all.1/right']) await thread.send('meet', undefined, { lane });
    },
  },
  'failed-at-a-join': {
    reach: async (cairn, clock) => {
      const thread = await cairn.start(lanes, { items: [], conflict: true }, { id: 'failed-at-a-join' });
      await clock.advance(0);
      for (const lane of ['all.1/left', 'all.1/right']) await thread.send('meet', undefined, { lane });
    },
    finish: async (cairn) => {
      const thread = cairn.thread(lanes, 'failed-at-a-join');
      await thread.edit({ winner: 'nobody' });
      await thread.resume();
    },
  },
  'question-open-in-a-subgraph': {
    reach: (cairn) => cairn.start(asks, {}, { id: 'question-open-in-a-subgraph' }),
    finish: (cairn) => cairn.thread(asks, 'question-open-in-a-subgraph').answer('ok', 'yes'),
  },
  backoff: {
    reach: (cairn) => cairn.start(tries, {}, { id: 'backoff' }),
    finish: (_cairn, clock) => clock.advance('12h'),
  },
  sleeping: {
    reach: (cairn) => cairn.start(tries, { fails: 0 }, { id: 'sleeping' }),
    finish: (_cairn, clock) => clock.advance('8h'),
  },
  failed: {
    reach: (cairn) => cairn.start(tries, { fatal: true }, { id: 'failed' }),
    finish: async (cairn, clock) => {
      const thread = cairn.thread(tries, 'failed');
      await thread.edit({ fatal: false, fails: 0 });
      await thread.resume();
      await clock.advance('8h');
    },
  },
  done: {
    reach: async (cairn, clock) => {
      await cairn.start(waits, { name: 'done' }, { id: 'done' });
      await clock.advance(0);
      await go('done')(cairn, clock);
    },
    finish: () => Promise.resolve(),
  },
  forked: {
    reach: (cairn) => cairn.thread(waits, 'done').fork(2, { id: 'forked', set: { name: 'another' } }),
    finish: go('forked'),
  },
  rewound: {
    reach: async (cairn, clock) => {
      const thread = await cairn.start(waits, { name: 'rewound' }, { id: 'rewound' });
      await clock.advance(0);
      await go('rewound')(cairn, clock);
      await thread.rewind(2);
    },
    finish: go('rewound'),
  },
  migrated: {
    reach: (cairn) => cairn.thread(moved.after, 'migrated').settled(),
    finish: (cairn) => cairn.thread(moved.after, 'migrated').send('go'),
  },
};

/** Brings every thread to its stop in a new store, which stays open. Failures keep no stack: that tells where files lay. */
export async function reachAll(given: Store, clock: VirtualClock): Promise<void> {
  const store = staysOpen(given);
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  const before = open({ store, graphs: [moved.before], clock });
  await before.start(moved.before, { cents: 250 }, { id: 'migrated' });
  await clock.advance(0);
  await before.close();
  const cairn = open({ store, graphs, clock });
  for (const { reach } of Object.values(stops)) {
    await reach(cairn, clock);
    await clock.advance('1s');
  }
  await cairn.close();
  Error.stackTraceLimit = stackTraceLimit;
}

/** A store that a runtime does not close. */
function staysOpen(store: Store): Store {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = name === 'close' ? () => undefined : Reflect.get(target, name);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}
