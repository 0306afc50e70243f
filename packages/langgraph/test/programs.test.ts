import { join } from 'node:path';
import { AIMessage, HumanMessage } from '@langchain/core/messages';
import {
  Annotation,
  Command,
  END,
  MemorySaver,
  MessagesAnnotation,
  START,
  StateGraph,
  type StateSnapshot,
} from '@langchain/langgraph';
import type { BaseCheckpointSaver } from '@langchain/langgraph-checkpoint';
import { SqliteSaver } from '@langchain/langgraph-checkpoint-sqlite';
import { sqlite } from '@cairn/sqlite';
import { describe, expect, test } from 'vitest';
import { CairnSaver } from '../src/index.ts';
import { chat } from './chat.ts';
import { folder } from './folder.ts';
import { reviewed, text } from './reviewed.ts';

const config = { configurable: { thread_id: 't' } };

/** A saver that knows nothing of what those before it knew. */
function fresh(path: string): CairnSaver {
  return new CairnSaver(sqlite(path));
}

type App = ReturnType<typeof reviewed>;

/** The ids of what a thread waits for, by what is asked. */
async function asked(app: App): Promise<ReadonlyMap<unknown, string>> {
  const { tasks } = await app.getState(config, { subgraphs: true });
  const all = tasks.flatMap(({ interrupts }) => interrupts);
  return new Map(all.map(({ id, value }) => [value, String(id)]));
}

/** What is seen of a state, without what is another in each run. */
function seen({ values, next, metadata, tasks }: StateSnapshot): object {
  return {
    values,
    next,
    metadata,
    tasks: tasks.map(({ name, error, interrupts }) => ({ name, error, interrupts: interrupts.length })),
  };
}

async function historyOf(app: App): Promise<readonly object[]> {
  const states: StateSnapshot[] = [];
  for await (const state of app.getStateHistory(config)) states.push(state);
  return states.map(seen);
}

describe('a program of LangGraph', () => {
  test('goes on in a process that knows nothing of it, one answer after the other', async () => {
    const path = join(folder(), 'app.db');
    await reviewed(fresh(path)).invoke({ said: ['begin'] }, config);
    for (const side of ['right', 'left']) {
      const app = reviewed(fresh(path));
      const id = (await asked(app)).get(`${side}?`);
      await app.invoke(new Command({ resume: { [String(id)]: `yes to ${side}` } }), config);
    }
    const app = reviewed(fresh(path));
    const { values, next } = await app.getState(config);
    expect({ values, next }).toEqual({
      values: { said: ['begin', 'left yes to left', 'right yes to right', 'both of 2', 'after'] },
      next: [],
    });
  });

  test('has the history that it has in memory, also where it went back and on another way', async () => {
    const path = join(folder(), 'app.db');
    const histories: (readonly object[])[] = [];
    const memory = new MemorySaver();
    for (const saverOf of [() => memory, () => fresh(path)]) {
      await reviewed(saverOf()).invoke({ said: ['begin'] }, config);
      const app = reviewed(saverOf());
      const ids = await asked(app);
      await app.invoke(
        new Command({ resume: Object.fromEntries(Array.from(ids.values(), (id) => [id, 'yes'])) }),
        config,
      );
      const states: StateSnapshot[] = [];
      for await (const state of reviewed(saverOf()).getStateHistory(config)) states.push(state);
      const before = states.find(({ next }) => next[0] === 'after');
      await reviewed(saverOf()).updateState(before?.config ?? {}, { said: ['meddled'] });
      await reviewed(saverOf()).invoke(null, config);
      histories.push(await historyOf(reviewed(saverOf())));
    }
    expect(histories[1]).toEqual(histories[0]);
    expect(histories[1]?.length).toBeGreaterThan(5);
  });

  test('with a channel that keeps what was written is as with one that keeps all', async () => {
    const path = join(folder(), 'app.db');
    const lengths: number[] = [];
    for (let turn = 0; turn < 25; turn += 1) lengths.push(await chat(fresh(path), 40, 'delta')(turn));
    expect(lengths).toEqual(Array.from({ length: 25 }, (_, turn) => (turn + 1) * 2));
  });

  test('keeps its state where a number in it is too large for JSON, and a date is a date', async () => {
    const program = (checkpointer: BaseCheckpointSaver) =>
      new StateGraph(Annotation.Root({ said: text, sum: Annotation<bigint>(), at: Annotation<Date>() }))
        .addNode('add', (was) => ({ sum: ((was.sum as bigint | undefined) ?? 0n) + 1n, at: new Date(0) }))
        .addEdge(START, 'add')
        .addEdge('add', END)
        .compile({ checkpointer });
    const [path, other] = [join(folder(), 'app.db'), join(folder(), 'other.db')];
    for (const said of ['x', 'y']) {
      await program(fresh(path)).invoke({ said: [said] }, config);
      await program(SqliteSaver.fromConnString(other)).invoke({ said: [said] }, config);
    }
    expect((await program(fresh(path)).getState(config)).values).toEqual({
      said: ['x', 'y'],
      sum: 2n,
      at: new Date(0),
    });
    await expect(program(SqliteSaver.fromConnString(other)).getState(config)).rejects.toThrow(TypeError);
  });

  test('an agent that is a graph within costs a few times what is said, however long it goes on', async () => {
    const path = join(folder(), 'app.db');
    const store = sqlite(path);
    const bytes = async (): Promise<number> =>
      (await store.items({ thread: 't' }, 0)).reduce((sum, { key, body }) => sum + key.length + body.length, 0);
    const app = (saver: CairnSaver) => {
      const agent = new StateGraph(MessagesAnnotation)
        .addNode('model', ({ messages }) => ({
          messages: [new AIMessage(`answer ${messages.length} `.padEnd(400, 'so '))],
        }))
        .addEdge(START, 'model')
        .addEdge('model', END)
        .compile();
      return new StateGraph(MessagesAnnotation)
        .addNode('agent', agent)
        .addEdge(START, 'agent')
        .addEdge('agent', END)
        .compile({ checkpointer: saver });
    };
    const warm = app(new CairnSaver(store));
    const turns = 100;
    for (let turn = 0; turn < turns; turn += 1) {
      const said = { messages: [new HumanMessage(`${turn} `.padEnd(400, 'and '))] };
      await (turn % 5 === 4 ? app(new CairnSaver(store)) : warm).invoke(said, config);
    }
    const texts = await store.items({ table: 'lgt', thread: 't' }, 0);
    expect(texts.filter(({ body }) => body.length === 400)).toHaveLength(2 * turns);
    expect((await bytes()) / (turns * 800)).toBeLessThan(4.5);
    const saver = new CairnSaver(store);
    const read = async (): Promise<readonly string[]> =>
      ((await app(new CairnSaver(store)).getState(config)).values as typeof MessagesAnnotation.State).messages.map(
        (message) => message.text.slice(0, 12),
      );
    const before = await read();
    expect(before.slice(-2)).toEqual(['99 and and a', 'answer 199 s']);
    await saver.prune(['t']);
    expect(await read()).toEqual(before);
    await saver.copyThread('t', 'copy');
    await saver.deleteThread('t');
    const copied = await app(saver).getState({ configurable: { thread_id: 'copy' } });
    expect((copied.values as typeof MessagesAnnotation.State).messages).toHaveLength(2 * turns);
    await store.close();
  });
});
