import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open, type FactsOf, type Thread, type ThreadEvent } from '@cairn/core';
import { later } from './counted.ts';

/** Goes round between a wait, some work and a short sleep, until it is told to stop. */
const round = graph({
  name: 'round',
  state: { seen: append(z.number()) },
  events: { go: z.number(), stop: z.undefined() },
  start: 'idle',
  on: { stop: 'end' },
  nodes: {
    idle: { on: { go: 'work' } },
    work: {
      run: async (s, ctx) => {
        ctx.emit(s.seen.length);
        await ctx.step('one', () => 1);
        ctx.emit('more');
        if (s.seen.length % 3 === 0) await ctx.sleep('nap', '1ms');
        return { seen: [s.seen.length] };
      },
      next: 'idle',
    },
    end: { final: true },
  },
});

const turns = async (count: number): Promise<void> => {
  for (let left = count; left > 0; left -= 1) await new Promise((resolve) => setImmediate(resolve));
};

/** What somebody does to the thread: a command, in one of two runtimes, so many turns of the event loop after the last. */
const acts = fc.array(
  fc.record({
    kind: fc.constantFrom('go', 'edit', 'answer', 'rewind'),
    by: fc.constantFrom(0, 1),
    after: fc.integer({ min: 0, max: 6 }),
  }),
  { maxLength: 12 },
);

type FromArbitrary<Given> = Given extends fc.Arbitrary<infer Value> ? Value : never;

/** Who watches: from where, in which runtime, how slowly, and from which act on. */
const readers = fc.array(
  fc.record({
    from: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
    by: fc.constantFrom(0, 1),
    pause: fc.integer({ min: 0, max: 5 }),
    begins: fc.integer({ min: 0, max: 12 }),
    until: fc.constantFrom('settled' as const, 'ended' as const),
  }),
  { minLength: 1, maxLength: 4 },
);

/** Who watches from a checkpoint that is never made hears how the thread ends all the same. */
const beyond: [FromArbitrary<typeof acts>, FromArbitrary<typeof readers>, boolean] = [
  [{ kind: 'rewind', by: 0, after: 1 }],
  [{ from: 6, by: 0, pause: 3, begins: 8, until: 'ended' }],
  false,
];

test('every watcher is handed every checkpoint once, in order, and ends with the thread, whatever the timing', async () => {
  await fc.assert(
    fc.asyncProperty(acts, readers, fc.boolean(), async (doing, watching, isLater) => {
      const store = isLater ? later(memory()) : memory();
      const [mine, theirs] = [open({ store, graphs: [round] }), open({ store, graphs: [round] })];
      try {
        await mine.start(round, {}, { id: 't' });
        const threadOf = (by: number) => (by === 0 ? mine : theirs).thread(round, 't');
        const heard: ReturnType<typeof read>[] = [];
        const resting: Promise<unknown>[] = [];
        const begin = (act: number): void => {
          for (const { begins, ...reader } of watching) {
            if (Math.min(begins, doing.length) !== act) continue;
            heard.push(read(threadOf(reader.by), reader));
            if (reader.until === 'settled') resting.push(...heard.slice(-1));
          }
        };
        for (const [act, { kind, by, after }] of doing.entries()) {
          begin(act);
          await turns(after);
          await perform(threadOf(by), kind).catch(() => undefined);
        }
        begin(doing.length);
        // Those who wait for a rest are through before anything else happens.
        await Promise.all(resting);
        await threadOf(1).send('stop');
        const log = (await threadOf(0).history()).map(({ seq }) => seq);
        for (const { first, last, events } of await Promise.all(heard)) {
          const seqs = events.flatMap((event) => (event.type === 'checkpoint' ? [event.seq] : []));
          expect(seqs).toEqual(log.filter((seq) => seq >= first && seq <= last));
          expectStatuses(events, last === Infinity ? ['done'] : ['waiting', 'done']);
        }
      } finally {
        await Promise.all([mine.close(), theirs.close()]);
      }
    }),
    { numRuns: 50, examples: Array.from({ length: 10 }, () => beyond) },
  );
});

type Handle = Thread<FactsOf<typeof round>>;

interface Reader {
  readonly from: number | undefined;
  readonly pause: number;
  readonly until: 'settled' | 'ended';
}

/** What a reader hears, and which part of the log that should be: to its end, or to a rest. */
async function read(thread: Handle, { from, pause, until }: Reader) {
  const watched = thread.watch({ until, ...(from !== undefined && { from }) });
  const events: ThreadEvent[] = [];
  for await (const event of watched) {
    events.push(event);
    await turns(pause);
  }
  const seqs = events.flatMap((event) => (event.type === 'checkpoint' ? [event.seq] : []));
  const first = from ?? seqs[0] ?? Infinity;
  return { first, last: until === 'ended' ? Infinity : (seqs.at(-1) ?? 0), events };
}

async function perform(thread: Handle, kind: string): Promise<void> {
  if (kind === 'go') await thread.send('go', 1);
  else if (kind === 'edit') await thread.edit({ seen: [9] });
  else if (kind === 'answer') await thread.answer('nobody asks', 1);
  else await thread.rewind(1);
}

/** No status is told twice in a row, and the last says how the thread rests. */
function expectStatuses(events: readonly ThreadEvent[], ends: readonly string[]): void {
  const told = events.flatMap((event) => (event.type === 'status' ? [event.status] : []));
  expect(told.every((status, index) => status !== told[index - 1])).toBe(true);
  expect(ends).toContain(told.at(-1) ?? 'done');
}
