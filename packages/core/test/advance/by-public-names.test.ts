import { expect, test } from 'vitest';
import { z } from 'zod';
import { virtualClock } from '@cairn/testing';
import {
  activitiesOf,
  advance,
  append,
  codecOf,
  compile,
  emptySnapshot,
  graph,
  open,
  memory,
  statusOf,
  timersOf,
  type AnyGraph,
  type Input,
  type Row,
  type Snapshot,
} from '@cairn/core';

/** A driver of one's own over the pure core: everything in turn, time as it falls due, until somebody has to come. */
async function driven(
  definition: AnyGraph,
  given: readonly Input[],
): Promise<{ snapshot: Snapshot; rows: readonly Row[] }> {
  const plan = compile(definition);
  const codec = codecOf([]);
  const rows: Row[] = [];
  const inputs = [...given];
  let snapshot = emptySnapshot('by hand');
  let now = 0;
  const give = (input: Input): void => {
    const after = advance(plan, snapshot, input, { now, codec });
    if (after.refused !== undefined) throw after.refused;
    snapshot = after.snapshot;
    rows.push(...after.rows);
  };
  for (let input = inputs.shift(); input !== undefined; input = inputs.shift()) {
    give(input);
    while (statusOf(snapshot) !== 'done') {
      const [activity] = activitiesOf(plan, snapshot);
      const [timer] = timersOf(plan, snapshot);
      if (activity !== undefined) {
        const end = await activity.run({ attempt: activity.attempt }).then(
          (update) => activity.done(update, codec),
          (error: unknown) => activity.failed(error, now),
        );
        give(end);
      } else if (timer !== undefined && (timer.kind !== 'after' || inputs.length === 0)) {
        now = Math.max(now, timer.at);
        give({ type: 'timer', lane: timer.lane, name: timer.name });
      } else break;
    }
  }
  return { snapshot, rows };
}

const child = graph({
  name: 'child',
  state: { n: z.number() },
  start: 'double',
  nodes: { double: { run: (s) => ({ n: s.n * 2 }), next: 'ok' }, ok: { final: true } },
});

const all = graph({
  name: 'all',
  state: { log: append(z.string()), n: z.number().default(0) },
  events: { go: z.object({ by: z.string() }) },
  start: 'try',
  nodes: {
    try: {
      run: (_s, ctx) => {
        if (ctx.attempt < 3) throw new Error('not yet');
        return { log: ['tried'] };
      },
      retry: { attempts: 3, backoff: '1m', jitter: 0 },
      next: 'fan',
    },
    fan: { next: { all: ['a', { to: 'b', needs: ['a'] }], then: 'sub' } },
    a: { run: () => ({ log: ['a'] }), next: 'sub' },
    b: {
      run: (s) => ({ log: [`b after ${s.log.join()}`] }),
      verify: (update) => update.log !== undefined,
      next: 'sub',
    },
    sub: {
      graph: child,
      input: () => ({ n: 21 }),
      output: ({ state }) => ({ n: state.n }),
      verify: (update) => update.n === 42,
      next: 'wait',
    },
    wait: { on: { go: { to: 'rest', update: (_s, e) => ({ log: [`by ${e.by}`] }) } } },
    rest: { after: { '1h': 'end' } },
    end: { final: true },
  },
});

/** What rows say of the way a thread went. */
const wayOf = (rows: readonly Row[]): readonly unknown[] =>
  rows.map(({ lane, cause, from, to, phase, changes }) => ({ lane, cause, from, to, phase, changes }));

test('a thread is driven by the public names of the pure core alone, and goes as a runtime would have it go', async () => {
  const start: Input = { type: 'start', input: {} };
  const event: Input = { type: 'event', name: 'go', payload: { by: 'ada' } };
  const waiting = await driven(all, [start]);
  expect(waiting.snapshot.lanes.get('')).toMatchObject({ node: 'wait', phase: 'waiting' });
  const { snapshot, rows } = await driven(all, [start, event]);
  expect(statusOf(snapshot)).toBe('done');
  expect(snapshot.lanes.get('')?.values).toEqual({ log: ['tried', 'a', 'b after tried,a', 'by ada'], n: 42 });

  const clock = virtualClock(0);
  const cairn = open({ store: memory(), graphs: [all], clock });
  const thread = await cairn.start(all, {});
  await clock.advance('1h');
  await thread.send('go', { by: 'ada' });
  await clock.advance('1h');
  expect(wayOf(await thread.history())).toEqual(wayOf(rows));
  await cairn.close();
});
