import { virtualClock } from '@cairn/testing';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { graph, memory, open, type AnyGraph, type MigrationMoment } from '../../src/index.ts';

const hour = 3_600_000;

const told: number[] = [];

/** Waits for the first of its instants, one after the other. */
function calendar(version: string, migrate: readonly object[] = []): AnyGraph {
  return graph({
    name: 'calendar',
    version,
    state: { instants: z.array(z.number()), [`of${version}`]: z.string().optional() },
    events: { look: z.undefined() },
    start: 'wait',
    nodes: {
      wait: {
        on: {
          look: { update: (_s: object, _payload: unknown, { putOff }: MigrationMoment) => void told.push(putOff) },
        },
        after: [
          {
            at: ({ instants: [first] }: { instants: number[] }) => first,
            update: ({ instants }: { instants: number[] }, { putOff }: MigrationMoment) => ({
              instants: instants.slice(1).map((at) => at + putOff),
            }),
          },
        ],
      },
    },
    migrate,
  } as never);
}

function opened(days: AnyGraph, clock = virtualClock(0), store = memory()) {
  const cairn = open({ store, graphs: [days], clock });
  onTestFinished(() => cairn.close());
  return { cairn, clock, store, graph: days };
}

async function timesOf(thread: { history(): Promise<readonly { cause: string; time: number }[]> }) {
  return (await thread.history()).filter(({ cause }) => cause === 'timer').map(({ time }) => time / hour);
}

test('what decides is told how much later a wait ends than its state says, so other instants of that can be as much later', async () => {
  const { cairn, clock, graph: days } = opened(calendar('1'));
  const thread = await cairn.start(days, { instants: [hour, 2 * hour, 3 * hour] }, { id: 't' });
  told.length = 0;
  await thread.send('look' as never);
  await clock.advance('10h');
  const fork = await thread.fork(1, { id: 'f' });
  await fork.send('look' as never);
  await clock.advance('90m');
  await fork.send('look' as never);
  await fork.rewind(1);
  await fork.send('look' as never);
  await clock.advance('10h');
  // The second wait ends as its state says, which was told of the delay of the first.
  expect(told).toEqual([0, 10 * hour, 0, 11.5 * hour]);
  expect(await timesOf(thread)).toEqual([1, 2, 3]);
  expect(await timesOf(fork)).toEqual([11, 12.5, 13.5, 14.5]);
});

test('decisions of a recorded fork are told as the recorded ones were, and those after them of the delay', async () => {
  const { cairn, clock, graph: days } = opened(calendar('1'));
  const thread = await cairn.start(days, { instants: [2 * hour, 4 * hour, 6 * hour] }, { id: 't' });
  told.length = 0;
  await clock.advance('1h');
  await thread.send('look' as never);
  await clock.advance('2h');
  const fork = await thread.fork(1, { id: 'f', recorded: 2 });
  await fork.send('look' as never);
  expect(told.slice(-1)).toEqual([2 * hour]);
  expect(new Set(told.slice(0, -1))).toEqual(new Set([0]));
  await clock.advance('10h');
  expect(await timesOf(fork)).toEqual([4, 6, 8]);
});

test('a migration is told it of each state', async () => {
  const { cairn, clock, store, graph: days } = opened(calendar('1'));
  await cairn.start(days, { instants: [hour, 2 * hour] }, { id: 't' });
  await clock.advance('30m');
  await cairn.close();
  const seen: number[] = [];
  const state = (old: { instants: number[] }, { putOff }: MigrationMoment) => {
    seen.push(putOff);
    return { instants: old.instants.map((at) => at + putOff) };
  };
  const today = calendar('2', [{ from: '1', state }]);
  const later = opened(today, clock, store);
  const fork = await later.cairn.thread(today, 't').fork(1, { id: 'f' });
  expect(new Set(seen)).toEqual(new Set([hour / 2]));
  await clock.advance('10h');
  expect(await timesOf(fork)).toEqual([1.5, 2.5]);
});
