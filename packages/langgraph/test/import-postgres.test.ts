// Threads that `PostgresSaver` keeps go on elsewhere as they do there, on a server that runs.

import {
  Annotation,
  Command,
  END,
  START,
  StateGraph,
  interrupt,
  type BaseCheckpointSaver,
  type StateSnapshot,
} from '@langchain/langgraph';
import { PostgresSaver } from '@langchain/langgraph-checkpoint-postgres';
import { open } from '@cairn/core';
import { historyOf } from '@cairn/core/inspect';
import { sqlite } from '@cairn/sqlite';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { CairnSaver, convert, importThreads } from '../src/index.ts';
import { startPostgres, whyNot, type Server } from './postgres.ts';
import { reviewed, text } from './reviewed.ts';

const State = Annotation.Root({
  said: text,
  topic: Annotation<string>(),
  verdict: Annotation<string>(),
  note: Annotation<string | undefined>(),
});
const Inner = Annotation.Root({
  topic: Annotation<string>(),
  thought: Annotation<string>(),
  verdict: Annotation<string>(),
});

/** Two look beside each other, of whom one may be kept from it, a graph within asks, and somebody writes. */
function program(beforePost?: () => Promise<void>) {
  const ran: string[] = [];
  const inner = new StateGraph(Inner)
    .addNode('think', ({ topic }) => ({ thought: `a thought of ${topic}` }))
    .addNode('ask', ({ thought }) => ({ verdict: `${thought}: ${interrupt<string, string>(thought)}` }))
    .addEdge(START, 'think')
    .addEdge('think', 'ask')
    .addEdge('ask', END)
    .compile();
  const built = new StateGraph(State)
    .addNode('books', ({ said }) => {
      ran.push('books');
      return { said: [`books ${said.length}`] };
    })
    .addNode('post', async ({ said }) => {
      await beforePost?.();
      ran.push('post');
      return { said: [`post ${said.length}`] };
    })
    .addNode('review', inner)
    .addNode('write', ({ said, verdict, note = 'none' }) => ({ said: [`${said.length}, ${verdict}, ${note}`] }))
    .addConditionalEdges(START, () => ['books', 'post'], ['books', 'post'])
    .addEdge(['books', 'post'], 'review')
    .addEdge('review', 'write')
    .addEdge('write', END);
  return { ran, built };
}

const of = (thread: string): { readonly configurable: { readonly thread_id: string } } => ({
  configurable: { thread_id: thread },
});
const yes = new Command<unknown, Record<string, never>, never>({ resume: 'yes' });
const input = { topic: 'tea', said: ['hello'] };

/** Resolves once a saver has what a node wrote. LangGraph aborts a node that is not through when another fails, and keeps half of it. */
function written(saver: BaseCheckpointSaver, node: string): Promise<void> {
  const putWrites = saver.putWrites.bind(saver);
  return new Promise((resolve) => {
    saver.putWrites = async (...given) => {
      await putWrites(...given);
      if (given[1].some(([, value]) => String(value).startsWith(node))) resolve();
    };
  });
}

/** What is the same whatever order a database gives keys in. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** The threads, and how each goes on in a saver; what comes of that. */
const threads = {
  /** It waits in a graph within. */
  waiting: {
    begin: (saver: BaseCheckpointSaver, thread: string) =>
      program().built.compile({ checkpointer: saver }).invoke(input, of(thread)),
    goOn: (saver: BaseCheckpointSaver, thread: string) =>
      program().built.compile({ checkpointer: saver }).invoke(yes, of(thread)),
  },
  /** One of its nodes wrote and the other failed. */
  half: {
    begin: async (saver: BaseCheckpointSaver, thread: string) => {
      const books = written(saver, 'books');
      const { built } = program(async () => {
        await books;
        throw new Error('there is no post today');
      });
      const app = built.compile({ checkpointer: saver });
      await expect(app.invoke(input, of(thread))).rejects.toThrow('there is no post today');
    },
    goOn: async (saver: BaseCheckpointSaver, thread: string) => {
      const { built, ran } = program();
      const app = built.compile({ checkpointer: saver });
      await app.invoke(null, of(thread));
      return { ...(await app.invoke(yes, of(thread))), ran };
    },
  },
  /** It went on from an older checkpoint, and stands before the last node on that way. */
  forked: {
    begin: async (saver: BaseCheckpointSaver, thread: string) => {
      const app = program().built.compile({ checkpointer: saver });
      await app.invoke(input, of(thread));
      await app.invoke(yes, of(thread));
      const { config } = await nextOf(app, thread, 'write');
      // Twice, for of what the first wrote Postgres keeps what the other way wrote.
      const aside = await app.updateState(config, { note: 'better' }, 'review');
      await app.updateState(aside, { note: 'best' }, 'review');
    },
    goOn: (saver: BaseCheckpointSaver, thread: string) =>
      program().built.compile({ checkpointer: saver }).invoke(null, of(thread)),
  },
  ended: {
    begin: async (saver: BaseCheckpointSaver, thread: string) => {
      const app = program().built.compile({ checkpointer: saver });
      await app.invoke(input, of(thread));
      await app.invoke(yes, of(thread));
    },
    goOn: async (saver: BaseCheckpointSaver, thread: string) => {
      const app = program().built.compile({ checkpointer: saver });
      // Once more from where its first run came by.
      const { config } = await nextOf(app, thread, 'write');
      const again = await app.invoke(null, config);
      await app.invoke({ said: ['once more'], topic: 'milk' }, of(thread));
      return { again, ...(await app.invoke(yes, of(thread))) };
    },
  },
  /** In a function of its, a graph has two that ask beside each other. */
  nested: {
    begin: (saver: BaseCheckpointSaver, thread: string) => reviewed(saver).invoke({ said: ['begin'] }, of(thread)),
    goOn: async (saver: BaseCheckpointSaver, thread: string) => {
      const app = reviewed(saver);
      const { tasks }: StateSnapshot = await app.getState(of(thread));
      const ids = tasks.flatMap(({ interrupts }) => interrupts.map(({ id = '', value }) => [id, `yes, ${value}`]));
      return app.invoke(new Command({ resume: Object.fromEntries(ids) as object }), of(thread));
    },
  },
};
type Thread = keyof typeof threads;
const names = Object.keys(threads) as Thread[];

interface Looked {
  getStateHistory(config: ReturnType<typeof of>): AsyncIterable<StateSnapshot>;
}

/** Where a thread came last before a node. */
async function nextOf(app: Looked, thread: string, node: string): Promise<StateSnapshot> {
  for await (const each of app.getStateHistory(of(thread))) if (each.next.includes(node)) return each;
  throw new Error(`"${thread}" never came to "${node}".`);
}

/** All that a saver has of a thread, by place and id. */
async function all(saver: BaseCheckpointSaver, thread: string): Promise<Readonly<Record<string, unknown>>> {
  const found: Record<string, unknown> = {};
  for await (const { config, parentConfig, checkpoint, metadata, pendingWrites } of saver.list(of(thread))) {
    const { checkpoint_ns: ns, checkpoint_id: id } = config.configurable as Record<string, string>;
    const follows = parentConfig?.configurable?.['checkpoint_id'] as unknown;
    found[`${ns} ${id}`] = plain({ follows, checkpoint, metadata, pendingWrites });
  }
  return found;
}

/** What is the same of two that went on alike, whatever ids their checkpoints have. */
async function course(saver: BaseCheckpointSaver, thread: string): Promise<unknown> {
  const app = (thread === 'nested' ? reviewed(saver) : program().built.compile({ checkpointer: saver })) as Looked;
  const told: unknown[] = [];
  for await (const { values, next, metadata, tasks } of app.getStateHistory(of(thread))) {
    const { source, step } = metadata ?? {};
    told.push({
      values,
      next,
      source,
      step,
      asks: tasks.map(({ interrupts }) => interrupts.map(({ value }) => value)),
    });
  }
  return plain(told);
}

describe.skipIf(whyNot !== undefined)(
  `threads in Postgres${whyNot === undefined ? '' : `, not run: ${whyNot}`}`,
  () => {
    let server: Server | undefined;
    let from: PostgresSaver;

    beforeAll(async () => {
      server = await startPostgres();
    });

    afterAll(() => server?.stop());

    /** A saver with all threads, in a schema of its own. */
    async function given(schema: string): Promise<void> {
      from = PostgresSaver.fromConnString(server?.address ?? '', { schema });
      onTestFinished(() => from.end());
      await from.setup();
      for (const name of names) await threads[name].begin(from, name);
    }

    test('come into a saver of Cairn with all that there is of them, and go on there as here', async () => {
      await given('savers');
      const into = new CairnSaver(sqlite(':memory:'));
      const { imported, present, failed } = await importThreads(from, into);
      expect([imported.toSorted(), present, failed]).toEqual([names.toSorted(), [], []]);
      for (const name of names) {
        const kept = await all(from, name);
        expect(await all(into, name)).toEqual(kept);
      }
      expect((await importThreads(from, into)).present.toSorted()).toEqual(names.toSorted());
      for (const name of names) {
        const { goOn } = threads[name];
        expect(plain(await goOn(into, name))).toEqual(plain(await goOn(from, name)));
        expect(await course(into, name)).toEqual(await course(from, name));
      }
    });

    test('come into a graph as its threads, and go on there to what they come to here', async () => {
      await given('graphs');
      const { built, ran } = program();
      const { graph } = convert(built, { name: 'program', turns: true });
      const store = sqlite(':memory:');
      const own = names.filter((name) => name !== 'nested');
      const done = await importThreads(from, { store, graph }, { threads: own });
      expect(done).toEqual({ imported: own, present: [], failed: [] });
      const cairn = open({ store, graphs: [graph] });
      onTestFinished(() => cairn.close());
      const thread = (name: Thread) => cairn.thread(graph, name);
      const expectAlike = async (name: Thread): Promise<void> => {
        const theirs = (await threads[name].goOn(from, name)) as typeof State.State;
        const { said, topic, verdict } = (await thread(name).settled()).state;
        expect(theirs).not.toHaveProperty('__interrupt__');
        expect({ said, topic, verdict }).toEqual({ said: theirs.said, topic: theirs.topic, verdict: theirs.verdict });
      };
      const answer = async (name: Thread): Promise<void> => {
        expect(await thread(name).settled()).toMatchObject({ status: 'waiting', questions: [{ key: 'ask' }] });
        await thread(name).answer('ask', 'yes');
      };

      await answer('waiting');
      await expectAlike('waiting');

      expect(await thread('half').settled()).toMatchObject({
        status: 'failed',
        failed: [{ message: 'there is no post today' }],
      });
      await thread('half').resume();
      await answer('half');
      await expectAlike('half');
      // Of a superstep that was not through all nodes run again.
      expect(ran).toEqual(['books', 'post']);

      await expectAlike('forked');

      const steps = (await historyOf(store, 'ended')).map(({ cause, from: at, to }) => [cause, at, to]);
      expect(steps.slice(-2)).toEqual([
        ['done', 'review', 'write'],
        ['done', 'write', '__end__'],
      ]);
      await thread('ended').send('input', { said: ['once more'], topic: 'milk' });
      await answer('ended');
      await expectAlike('ended');
    });

    test('go two ways from one checkpoint each with what it wrote, which Postgres mixes up', async () => {
      await given('ways');
      const into = new CairnSaver(sqlite(':memory:'));
      await importThreads(from, into, { threads: ['waiting'] });
      const wentTwoWays = async (saver: BaseCheckpointSaver): Promise<unknown> => {
        const app = program().built.compile({ checkpointer: saver });
        const { config } = await nextOf(app, 'waiting', 'books');
        const other = await app.updateState(config, { said: ['another way'] }, START);
        return (await app.getState(other)).values.said;
      };
      expect(await wentTwoWays(into)).toEqual(['hello', 'another way']);
      // https://github.com/langchain-ai/langgraphjs/issues/1812
      expect(await wentTwoWays(from)).toEqual(['hello', 'books 1', 'post 1']);
    });
  },
);
