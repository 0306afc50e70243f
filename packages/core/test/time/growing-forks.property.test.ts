import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import {
  append,
  graph,
  isProblem,
  memory,
  merge,
  open,
  reduce,
  replay,
  upsert,
  type AnyGraph,
  type Row,
  type Thread,
} from '@cairn/core';

/** Long enough that what grows by it is told by edits. */
const long = 'a part that is long enough to be told by itself '.repeat(3);

const shapes = ['list', 'text', 'nested', 'folded', 'entries', 'items', 'log'] as const;

type Shape = (typeof shapes)[number];

const part = z.object({ shape: z.enum(shapes), place: z.number(), by: z.string() });

interface State extends Readonly<Record<Shape, unknown>> {
  readonly list: readonly string[];
  readonly text: string;
  readonly nested: Readonly<Record<string, readonly string[]>>;
  readonly entries: Readonly<Record<string, readonly string[]>>;
  readonly items: readonly { readonly id: string; readonly parts: readonly string[] }[];
  readonly last: z.infer<typeof part>;
}

/** What lets a key of some shape grow by a part, at one of a few places. */
function grown(s: State, { shape, place, by }: z.infer<typeof part>): object {
  const at = `p${place}`;
  switch (shape) {
    case 'list':
      return { list: [...s.list, by] };
    case 'text':
      return { text: s.text + by };
    case 'nested':
      return { nested: { ...s.nested, [at]: [...(s.nested[at] ?? []), by] } };
    case 'folded':
      return { folded: by };
    case 'entries':
      return { entries: { [at]: [...(s.entries[at] ?? []), by] } };
    case 'items':
      return { items: [{ id: at, parts: [...(s.items.find(({ id }) => id === at)?.parts ?? []), by] }] };
    case 'log':
      return { log: [by] };
  }
}

type Grown = typeof grown;

const waits = (grow: Grown): object => ({
  grow: { update: grow },
  end: { to: 'work', update: (_s: State, last: z.infer<typeof part>) => ({ last }) },
});

/** The graph that grows; `today` says what a deploy makes otherwise of it. */
function growing(
  today: { readonly state?: object; readonly nodes?: object; readonly migrate?: object } = {},
): AnyGraph {
  const { state = {}, nodes = {}, ...more } = today;
  const texts = z.array(z.string());
  return graph({
    name: 'growing',
    version: '1',
    state: {
      list: texts.default([]),
      text: z.string().default(''),
      nested: z.record(z.string(), texts).default({}),
      folded: reduce({ schema: z.string(), initial: [] as string[], apply: (all, one: string) => [...all, one] }),
      entries: merge(texts),
      items: upsert(z.object({ id: z.string(), parts: texts }), 'id'),
      log: append(z.string()),
      last: part.optional(),
      ...state,
    },
    events: { grow: part, end: part },
    start: 'wait',
    nodes: {
      wait: { on: waits(grown) },
      work: { run: (s: State) => grown(s, s.last), next: 'end' },
      end: { final: true },
      ...nodes,
    },
    ...more,
  } as never) as AnyGraph;
}

const story = fc.array(
  fc.record({
    shape: fc.constantFrom(...shapes),
    place: fc.integer({ min: 0, max: 2 }),
    by: fc.constantFrom('short', long),
  }),
  { minLength: 1, maxLength: 8 },
);

async function lived(parts: readonly z.infer<typeof part>[]) {
  const last = parts.at(-1);
  const [store, was] = [memory(), growing()];
  const cairn = open({ store, graphs: [was] });
  const thread = await cairn.start(was, {}, { id: 't' });
  for (const each of parts) await thread.send('grow' as never, each);
  await thread.send('end' as never, last);
  await thread.ended();
  const { state } = await thread.at();
  const rows = await thread.history();
  await cairn.close();
  return { store, state, rows };
}

const told = (rows: readonly Row[]): unknown =>
  rows.filter(({ cause }) => cause !== 'migrate').map(({ cause, from, to, changes }) => ({ cause, from, to, changes }));

async function forked(thread: Thread, seq: number): Promise<Thread> {
  const fork = await thread.fork(seq, { recorded: true });
  await fork.ended();
  return fork;
}

test('a fork on a graph that has more goes as the thread that grew on the one before, from each of its checkpoints', async () => {
  const today = growing({
    state: { added: append(z.string()), other: z.string().default('other') },
    nodes: { further: { final: true }, wait: { on: waits(grown), after: { '9d': 'further' } } },
  });
  await fc.assert(
    fc.asyncProperty(story, async (parts) => {
      const { store, state, rows } = await lived(parts);
      const cairn = open({ store, graphs: [today] });
      const thread = cairn.thread(today, 't');
      for (const { seq } of rows) {
        const fork = await forked(thread, seq);
        expect((await fork.at()).state).toEqual({ ...state, added: [], other: 'other' });
        const at = (await fork.history()).findIndex(({ cause }) => cause === 'fork');
        expect(told((await fork.history()).slice(at + 1))).toEqual(told(rows.slice(seq)));
        expect(await replay(fork, today)).not.toHaveProperty('divergence');
      }
      await cairn.close();
    }),
    { numRuns: 12 },
  );
});

test('a fork on a graph whose migrate renames what grows has it all under the new name, or is refused by the row that names the old one', async () => {
  const renaming = (s: State & { readonly lines: readonly string[] }, by: z.infer<typeof part>): object => {
    const { list: lines, ...rest } = grown({ ...s, list: s.lines }, by) as Partial<State>;
    return lines === undefined ? rest : { lines };
  };
  const { list: _gone, ...kept } = growing().source.state;
  const today = {
    ...growing().source,
    version: '2',
    state: { ...kept, lines: z.array(z.string()).default([]) },
    nodes: { ...growing().source.nodes, wait: { on: waits(renaming as Grown) } },
    migrate: [{ from: '1', state: ({ list, ...rest }: { list: unknown }) => ({ ...rest, lines: list }) }],
  };
  const renamed = graph(today as never) as AnyGraph;
  await fc.assert(
    fc.asyncProperty(story, async (parts) => {
      const { store, state, rows } = await lived(parts);
      const cairn = open({ store, graphs: [renamed] });
      const thread = cairn.thread(renamed, 't');
      for (const { seq } of rows) {
        // What a handler makes of an event is made anew; what a function gave is taken as it was.
        const names = rows.slice(seq).some(({ cause, changes }) => cause === 'done' && 'list' in (changes ?? {}));
        const { list, ...rest } = state;
        const came = forked(thread, seq).then(
          async (fork) => (await fork.at()).state,
          (error: unknown) => isProblem(error, 'fork/unfit'),
        );
        expect(await came).toEqual(names || { ...rest, lines: list });
      }
      await cairn.close();
    }),
    { numRuns: 12 },
  );
});
