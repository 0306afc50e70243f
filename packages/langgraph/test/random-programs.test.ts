import {
  Annotation,
  Command,
  END,
  MemorySaver,
  START,
  Send,
  StateGraph,
  interrupt,
  type StateSnapshot,
} from '@langchain/langgraph';
import type { BaseCheckpointSaver } from '@langchain/langgraph-checkpoint';
import { memory } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CairnSaver } from '../src/index.ts';

/** What a node does, and what comes after it. */
const node = fc.record({
  does: fc.constantFrom('says', 'says', 'asks', 'fails', 'counts', 'within', 'nothing'),
  then: fc.constantFrom('next', 'next', 'back', 'send', 'command', 'end'),
  size: fc.constantFrom(1, 40, 400),
});
const program = fc.record({ nodes: fc.array(node, { minLength: 1, maxLength: 4 }), isDeep: fc.boolean() });
type Program = typeof program extends fc.Arbitrary<infer Of> ? Of : never;

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('invoke' as const), said: fc.constantFrom('a', 'b') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('goOn' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('answer' as const), said: fc.constantFrom('yes', 'no') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('update' as const), back: fc.nat(9), as: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('fork' as const), back: fc.nat(9) }) },
);
type Step = typeof step extends fc.Arbitrary<infer Of> ? Of : never;

const state = Annotation.Root({
  said: Annotation<unknown[]>({ reducer: (all, more) => [...all, ...more], default: () => [] }),
  rounds: Annotation<number>({ reducer: (sum, more) => sum + more, default: () => 0 }),
  last: Annotation<unknown>(),
});
const config = { configurable: { thread_id: 'thread\t%' }, recursionLimit: 12 };

/** The same program anew, as another process would have it; what it counts outside of its state begins anew for each saver. */
function compiled({ nodes, isDeep }: Program, checkpointer: BaseCheckpointSaver | undefined, failed: Set<string>) {
  const nameOf = (at: number): string => `n${at % nodes.length}`;
  const graph = new StateGraph(state) as unknown as StateGraph<typeof state.spec, typeof state.State, object, string>;
  for (const [at, { does, then, size }] of nodes.entries()) {
    const act = async ({ rounds, said }: typeof state.State): Promise<Partial<typeof state.State>> => {
      const text = `${nameOf(at)} ${said.length} `.padEnd(size, 'and so on ');
      if (does === 'asks') return { said: [{ heard: interrupt<unknown, unknown>({ ask: text }) }], rounds: 1 };
      if (does === 'fails' && !failed.has(`${at} ${rounds}`)) {
        failed.add(`${at} ${rounds}`);
        throw new TypeError(text);
      }
      if (does === 'counts')
        return { last: { n: rounds, bytes: new Uint8Array([rounds]), map: new Map([[rounds, text]]) }, rounds: 1 };
      if (does === 'within' && !isDeep) {
        const inner = compiled(
          {
            nodes: nodes.map((each) => ({ ...each, does: each.does === 'within' ? 'says' : each.does })),
            isDeep: true,
          },
          undefined,
          failed,
        );
        const result = await inner.invoke({ said: [text], rounds: 6 }, { recursionLimit: 12 });
        return { said: [result.said.length], rounds: 1 };
      }
      return does === 'nothing' ? { rounds: 1 } : { said: [text], rounds: 1 };
    };
    const to = (rounds: number): string =>
      rounds > 8 || then === 'end' ? END : then === 'back' ? nameOf(0) : at + 1 < nodes.length ? nameOf(at + 1) : END;
    if (then === 'command') {
      const goto = (given: typeof state.State): string => to(given.rounds + 1);
      graph.addNode(
        nameOf(at),
        async (given: typeof state.State) => new Command({ update: await act(given), goto: goto(given) }),
        { ends: [...nodes.keys()].map(nameOf).concat(END) },
      );
    } else {
      graph.addNode(nameOf(at), act);
      const targets = [...nodes.keys()].map(nameOf).concat(END);
      graph.addConditionalEdges(
        nameOf(at) as never,
        (given: typeof state.State) => {
          const next = to(given.rounds);
          return then === 'send' && next !== END
            ? [new Send(next, given), new Send(next, { ...given, said: ['sent'] })]
            : next;
        },
        targets as never,
      );
    }
  }
  graph.addEdge(START, nameOf(0));
  return graph.compile({ ...(checkpointer && { checkpointer }) });
}

/** What is seen of a state, without what is another in each run. */
function seen({ values, next, metadata, tasks }: StateSnapshot): object {
  return {
    values: values as unknown,
    next,
    metadata,
    tasks: tasks.map(({ name, error, interrupts, result }) => ({
      name,
      error: String(error),
      asked: interrupts.map(({ value }) => value as unknown),
      result,
    })),
  };
}

async function history(app: ReturnType<typeof compiled>): Promise<readonly StateSnapshot[]> {
  const all: StateSnapshot[] = [];
  for await (const each of app.getStateHistory(config)) all.push(each);
  return all;
}

/** What a step comes to. */
async function taken(app: ReturnType<typeof compiled>, given: Step): Promise<unknown> {
  switch (given.do) {
    case 'invoke':
      return app.invoke({ said: [given.said] }, config);
    case 'goOn':
      return app.invoke(null, config);
    case 'answer': {
      const { tasks } = await app.getState(config);
      const open = tasks.flatMap(({ interrupts }) => interrupts);
      return app.invoke(
        new Command({ resume: Object.fromEntries(open.map(({ id = '' }) => [id, given.said])) }),
        config,
      );
    }
    case 'update': {
      const at = (await history(app)).at(given.back)?.config ?? config;
      await app.updateState(at, { said: ['meddled'] }, `n${given.as}`);
      return undefined;
    }
    case 'fork':
      return app.invoke(null, { ...config, ...(await history(app)).at(given.back)?.config });
  }
}

/** What is another in each run stands for nothing. */
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, part: unknown) =>
      key === '__interrupt__' ? undefined : part instanceof Map ? [...part] : part,
    ) ?? 'null',
  );
}

async function outcome(app: ReturnType<typeof compiled>, given: Step): Promise<unknown> {
  try {
    return plain(await taken(app, given));
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
}

test.each([
  ['in memory', () => memory()],
  ['in a file', () => sqlite(':memory:')],
])(
  'random programs come to the same with the saver on a store %s as with that in memory, in one process and in many',
  async (_, open) => {
    await fc.assert(
      fc.asyncProperty(program, fc.array(step, { minLength: 1, maxLength: 6 }), async (given, steps) => {
        const store = open();
        const model = new MemorySaver();
        const warm = new CairnSaver(store);
        const [failed, failedThere] = [new Set<string>(), new Set<string>()];
        for (const [index, each] of steps.entries()) {
          const expected = await outcome(compiled(given, model, failed), each);
          const saver = index % 2 === 0 ? warm : new CairnSaver(store);
          expect(await outcome(compiled(given, saver, failedThere), each)).toEqual(expected);
        }
        const expected = (await history(compiled(given, model, failed))).map(seen).map(plain);
        for (const saver of [warm, new CairnSaver(store)]) {
          expect((await history(compiled(given, saver, failedThere))).map(seen).map(plain)).toEqual(expected);
        }
        await (store as { close?: () => unknown }).close?.();
      }),
      { numRuns: 40 },
    );
  },
);
