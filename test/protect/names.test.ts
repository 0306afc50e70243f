import { graph, memory, open, type Cairn, type Protection } from '@cairn/core';
import { expect, test } from 'vitest';
import { z } from 'zod';

/** Names that stand in Cairn's own rows, snapshots, messages and summaries. */
const names = [
  'secret note path message failure lanes node value amount due at set merge append add by local delta values base journal kind',
  'payload key facts code ok update type name reason questions failed stack attempt changes opened phase visits spent fork error',
].flatMap((line) => line.split(' '));

const codings: readonly (readonly [string, Omit<Protection, 'keys'>])[] = [
  [
    'sealed',
    {
      seal: (text) => Buffer.from(text).toString('base64'),
      open: (sealed) => Buffer.from(sealed, 'base64').toString(),
    },
  ],
  ['redacted', {}],
];

const holding = (name: string) =>
  graph({
    name: 'holding',
    state: {
      [name]: z.string(),
      got: z.string().optional(),
      seen: z.number().default(0),
    },
    events: { go: z.object({}), seen: z.object({ by: z.number() }) },
    start: 'ask',
    nodes: {
      ask: {
        run: async (_s, ctx) => {
          const got = await ctx.step('x', () => 'result');
          await ctx.ask('q', { payload: { what: 'this' }, answer: z.string() });
          if (ctx.failures.length === 0) throw new Error('once');
          return { got };
        },
        retry: { attempts: 2 },
        next: { all: ['waits', 'runs'], then: 'end' },
      },
      waits: { on: { go: 'end', seen: { update: (s, e) => ({ seen: s.seen + e.by }) } } },
      runs: { run: () => ({}), next: 'end' },
      end: { final: true },
    },
  });

test.each(codings.flatMap(([how, coding]) => names.map((name) => [how, name, coding] as const)))(
  'a key that is %s and called "%s" takes none of the facts of Cairn with it',
  async (_how, name, coding) => {
    const store = memory();
    const kept = holding(name);
    const again = (): Cairn => open({ store, graphs: [kept], protect: { keys: [name], ...coding }, recover: false });
    const thread = await again().start(kept, { [name]: 'hidden' }, { id: 't' });
    expect((await thread.settled()).status).toBe('waiting');
    expect((await again().thread(kept, 't').settled()).status).toBe('waiting');
    await again().thread(kept, 't').answer('q', 'yes');
    await again().thread(kept, 't').settled();
    await again().thread(kept, 't').send('seen', { by: 2 });
    await again().prune({ threads: ['t'], drop: 'history' });
    await again().thread(kept, 't').send('go', {});
    const { status, state } = await again().thread(kept, 't').ended();
    const token = coding.seal === undefined ? '[redacted]' : 'hidden';
    expect({ status, state }).toEqual({ status: 'done', state: { [name]: token, got: 'result', seen: 2 } });
    expect(JSON.stringify([await store.rows('t'), await store.snapshot('t')])).not.toContain('hidden');
  },
);
