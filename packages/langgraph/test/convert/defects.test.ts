/**
 * What LangGraph's way of running does to a program, each beside what comes of the same program once it is converted. What it loses of
 * what is pending stands in `pending.test.ts`.
 */

import {
  Annotation,
  Command,
  END,
  INTERRUPT,
  interrupt,
  isInterrupted,
  MemorySaver,
  Send,
  START,
  StateGraph,
  task,
} from '@langchain/langgraph';
import { SqliteSaver } from '@langchain/langgraph-checkpoint-sqlite';
import { memory, open, run } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { expect, onTestFinished, test } from 'vitest';
import { convert } from '../../src/index.ts';

const log = Annotation<string[]>({ reducer: (before, more) => [...before, ...more], default: () => [] });
const thread = { configurable: { thread_id: 't' } };

function closing<Open extends { close(): Promise<void> }>(cairn: Open): Open {
  onTestFinished(() => cairn.close());
  return cairn;
}

test('a router that threw is asked again', async () => {
  const built = (ran: string[]) => {
    let calls = 0;
    return new StateGraph(Annotation.Root({ log }))
      .addNode('a', () => {
        ran.push('a');
        return { log: ['a'] };
      })
      .addNode('b', () => ({ log: ['b'] }))
      .addEdge(START, 'a')
      .addConditionalEdges(
        'a',
        () => {
          if ((calls += 1) === 1) throw new Error('the network failed');
          return 'b';
        },
        ['b'],
      )
      .addEdge('b', END);
  };
  const app = built([]).compile({ checkpointer: new MemorySaver() });
  await expect(app.invoke({ log: [] }, thread)).rejects.toThrow('the network failed');
  expect(await app.invoke(null, thread)).toEqual({ log: ['a'] });

  const ran: string[] = [];
  const { graph } = convert(built(ran));
  const cairn = closing(open({ store: memory(), graphs: [graph] }));
  const here = await cairn.start(graph, {});
  expect((await here.settled()).status).toBe('failed');
  await here.resume();
  expect((await here.settled()).state.log).toEqual(['a', 'b']);
  expect(ran).toEqual(['a']);
});

test('two that set one key stop a thread, and do not lose it', async () => {
  const built = new StateGraph(Annotation.Root({ log, best: Annotation<string>() }))
    .addNode('a', () => ({ best: 'a' }))
    .addNode('b', () => ({ best: 'b' }))
    .addNode('c', ({ best }) => ({ log: [best] }))
    .addEdge(START, 'a')
    .addEdge(START, 'b')
    .addEdge(['a', 'b'], 'c')
    .addEdge('c', END);
  const app = built.compile({ checkpointer: new MemorySaver() });
  await expect(app.invoke({ log: [] }, thread)).rejects.toThrow('LastValue can only receive one value');
  await expect(app.invoke(null, thread)).rejects.toThrow('LastValue can only receive one value');
  await expect(app.updateState(thread, { best: 'mine' })).rejects.toThrow('LastValue can only receive one value');

  const { graph } = convert(built);
  const cairn = closing(open({ store: memory(), graphs: [graph] }));
  const here = await cairn.start(graph, {});
  const stopped = await here.settled();
  expect(stopped.status === 'failed' && stopped.failed[0]?.code).toBe('state/conflict');
  await here.edit({ best: 'mine' });
  await here.resume();
  expect((await here.settled()).state).toMatchObject({ best: 'mine', log: ['mine'] });
});

test('a bigint does not take the state with it', async () => {
  const built = new StateGraph(Annotation.Root({ log, due: Annotation<bigint>() }))
    .addNode('a', ({ due }) => ({ log: [`due ${due}`], due: 5n }))
    .addEdge(START, 'a')
    .addEdge('a', END);
  const app = built.compile({ checkpointer: SqliteSaver.fromConnString(':memory:') });
  await app.invoke({ log: ['first'] }, thread);
  expect((await app.invoke({ log: ['second'] }, thread)).log).not.toContain('first');

  const { graph } = convert(built, { turns: true });
  const cairn = closing(open({ store: memory(), graphs: [graph] }));
  const here = await cairn.start(graph, { log: ['first'] });
  await here.settled();
  await here.send('input', { log: ['second'] });
  expect((await here.settled()).state).toMatchObject({ log: ['first', 'due undefined', 'second', 'due 5'], due: 5n });
});

test('each question has its own answer', async () => {
  const built = new StateGraph(Annotation.Root({ log }))
    .addNode('left', () => ({ log: [`left ${interrupt('left?')}`] }))
    .addNode('right', () => ({ log: [`right ${interrupt('right?')}`] }))
    .addEdge(START, 'left')
    .addEdge(START, 'right');
  const app = built.compile({ checkpointer: new MemorySaver() });
  await app.invoke({ log: [] }, thread);
  expect(await app.invoke(new Command({ resume: 'yes' }), thread)).toEqual({ log: ['left yes', 'right yes'] });

  const { graph } = convert(built);
  const cairn = closing(open({ store: memory(), graphs: [graph] }));
  const here = await cairn.start(graph, {});
  await here.settled();
  await here.answer('left', 'yes');
  const waiting = await here.settled();
  expect(waiting.status === 'waiting' && waiting.questions.map(({ key, payload }) => ({ key, payload }))).toEqual([
    { key: 'right', payload: 'right?' },
  ]);
  await here.answer('right', 'no');
  expect((await here.settled()).state.log).toEqual(['left yes', 'right no']);
});

test('an answer that could be of several is refused', async () => {
  const built = new StateGraph(Annotation.Root({ log }))
    .addNode('ask', ({ of }: { of: string }) => ({ log: [`${of} ${interrupt(of)}`] }))
    .addConditionalEdges(START, () => ['a', 'b'].map((of) => new Send('ask', { of })), ['ask']);
  const { graph } = convert(built);
  const cairn = closing(open({ store: memory(), graphs: [graph] }));
  const here = await cairn.start(graph, {});
  const waiting = await here.settled();
  await expect(here.answer('ask', 'yes')).rejects.toThrow(expect.objectContaining({ code: 'answer/ambiguous' }));
  for (const { lane, payload } of waiting.status === 'waiting' ? waiting.questions : []) {
    await here.answer('ask', `${String(payload)}!`, { lane });
  }
  expect((await here.settled()).state.log).toEqual(['a a!', 'b b!']);
});

test('an answer stays with its question where code asks another before it', async () => {
  const State = Annotation.Root({ log });
  const before = new StateGraph(State)
    .addNode('ask', () => ({ log: [`name ${interrupt('name?')}`] }))
    .addEdge(START, 'ask');
  const after = new StateGraph(State)
    .addNode('ask', () => {
      const age = interrupt('age?');
      return { log: [`name ${interrupt('name?')}, age ${age}`] };
    })
    .addEdge(START, 'ask');
  const checkpointer = new MemorySaver();
  await before.compile({ checkpointer }).invoke({ log: [] }, thread);
  const app = after.compile({ checkpointer });
  await app.invoke(new Command({ resume: 'Bob' }), thread);
  expect(await app.invoke(new Command({ resume: 42 }), thread)).toEqual({ log: ['name 42, age Bob'] });

  const store = memory();
  const first = convert(before, { name: 'asking' }).graph;
  const old = open({ store, graphs: [first] });
  await (await old.start(first, {}, { id: 't' })).settled();
  await old.close();
  const { graph } = convert(after, { name: 'asking' });
  const here = closing(open({ store, graphs: [graph] })).thread(graph, 't');
  await here.answer('ask', 'Bob');
  const waiting = await here.settled();
  expect(waiting.status === 'waiting' && waiting.questions.map(({ payload }) => payload)).toEqual(['age?']);
  await here.answer('ask:2', 42);
  expect((await here.settled()).state.log).toEqual(['name Bob, age 42']);
});

test('what leads nowhere says so', async () => {
  const lost = 'c' as 'b';
  const built = new StateGraph(Annotation.Root({ log }))
    .addNode('a', () => new Command({ goto: lost, update: { log: ['a'] } }), { ends: ['b'] })
    .addNode('b', () => ({ log: ['b'] }))
    .addEdge(START, 'a');
  expect(await built.compile().invoke({ log: [] })).toEqual({ log: ['a'] });

  const here = await run(convert(built).graph, {});
  expect(here.status === 'failed' && here.failed[0]?.code).toBe('transition/undeclared');
});

test('what a state does not have is refused', async () => {
  const built = new StateGraph(Annotation.Root({ log }))
    .addNode('a', () => ({ log: ['a'], lgo: ['b'] }))
    .addEdge(START, 'a');
  expect(await built.compile().invoke({ log: [] })).toEqual({ log: ['a'] });

  const here = await run(convert(built).graph, {});
  expect(here.status === 'failed' && here.failed[0]).toMatchObject({
    code: 'update/unknown-key',
    message: expect.stringContaining('"log"'),
  });
});

test('a join that nothing leads to any more is no end', async () => {
  const built = new StateGraph(Annotation.Root({ log }))
    .addNode('a', () => ({ log: ['a'] }))
    .addNode('b', () => ({ log: ['b'] }))
    .addNode('c', () => ({ log: ['c'] }))
    .addConditionalEdges(START, () => 'a', ['a', 'b'])
    .addEdge(['a', 'b'], 'c');
  expect(await built.compile().invoke({ log: [] })).toEqual({ log: ['a'] });

  const here = await run(convert(built).graph, {});
  expect(here.status === 'failed' && here.failed[0]?.message).toMatch(
    /^"c" waits for "b", and nothing leads there any more/,
  );
});

test('a node that is gone is missed', async () => {
  const State = Annotation.Root({ log });
  const named = (name: 'ask' | 'question') =>
    new StateGraph(State).addNode(name, () => ({ log: [String(interrupt('?'))] })).addEdge(START, name);
  const checkpointer = new MemorySaver();
  await named('ask')
    .compile({ checkpointer })
    .invoke({ log: ['in'] }, thread);
  const renamed = named('question').compile({ checkpointer });
  await renamed.invoke(new Command({ resume: 'yes' }), thread);
  expect((await renamed.getState(thread)).next).toEqual([]);

  const store = memory();
  const first = convert(named('ask'), { name: 'asking' }).graph;
  const old = open({ store, graphs: [first] });
  await (await old.start(first, {}, { id: 't' })).settled();
  await old.close();
  const { graph } = convert(named('question'), { name: 'asking' });
  const here = closing(open({ store, graphs: [graph] })).thread(graph, 't');
  await expect(here.answer('ask', 'yes')).rejects.toThrow(expect.objectContaining({ code: 'thread/changed-graph' }));
});

test('two who speak to one thread at once are both heard', async () => {
  const built = new StateGraph(Annotation.Root({ log })).addNode('a', async () => ({ log: ['a'] })).addEdge(START, 'a');
  const app = built.compile({ checkpointer: new MemorySaver() });
  await app.invoke({ log: ['first'] }, thread);
  await Promise.all([app.invoke({ log: ['ada'] }, thread), app.invoke({ log: ['bob'] }, thread)]);
  expect((await app.getState(thread)).values).not.toMatchObject({ log: expect.arrayContaining(['ada', 'bob']) });

  const { graph } = convert(built, { turns: true });
  const cairn = closing(open({ store: memory(), graphs: [graph] }));
  const here = await cairn.start(graph, { log: ['first'] });
  await Promise.all(['ada', 'bob'].map((who) => here.send('input', { log: [who] }, { queue: true })));
  expect((await here.settled()).state.log).toEqual(['first', 'a', 'ada', 'a', 'bob', 'a']);
});

test('graphs that run beside each other do not share what they keep', async () => {
  const child = new StateGraph(Annotation.Root({ item: Annotation<string>(), log }))
    .addNode('ask', ({ item }) => ({ log: [`${item} ${interrupt(item)}`] }))
    .addEdge(START, 'ask');
  const held = child.compile({ checkpointer: true });
  const built = new StateGraph(Annotation.Root({ log }))
    .addNode('work', held)
    .addConditionalEdges(START, () => ['a', 'b', 'c'].map((item) => new Send('work', { item })), ['work']);
  const app = built.compile({ checkpointer: new MemorySaver() });
  const asked: unknown = await app.invoke({ log: [] }, thread);
  const interrupts = isInterrupted<string>(asked) ? asked[INTERRUPT] : [];
  const resume = Object.fromEntries(interrupts.map(({ id = '', value }) => [id, `${value}!`]));
  const theirs = await app.invoke(new Command({ resume }), thread).catch(() => ({ log: [] as string[] }));
  expect(theirs.log).not.toEqual(['a a!', 'b b!', 'c c!']);

  expect(() => convert(built)).toThrow('Its graph keeps its state from one visit to the next.');
  const { graph } = convert(built, { nodes: { work: { anew: true } } });
  const cairn = closing(open({ store: memory(), graphs: [graph] }));
  const here = await cairn.start(graph, {});
  const waiting = await here.settled();
  for (const { key, lane, payload } of waiting.status === 'waiting' ? waiting.questions : []) {
    await here.answer(key, `${String(payload)}!`, { lane });
  }
  expect((await here.settled()).state.log).toEqual(['a a!', 'b b!', 'c c!']);
});

test('nothing runs past a checkpoint that was not written', async () => {
  const ran: string[] = [];
  const built = new StateGraph(Annotation.Root({ log }))
    .addNode('a', () => ({ log: [String(ran.push('a'))] }))
    .addNode('b', () => ({ log: [String(ran.push('b'))] }))
    .addNode('c', () => ({ log: [String(ran.push('c'))] }))
    .addEdge(START, 'a')
    .addEdge('a', 'b')
    .addEdge('b', 'c');
  class Failing extends MemorySaver {
    override async put(...args: Parameters<MemorySaver['put']>) {
      await new Promise(setImmediate);
      if (ran.length > 0) throw new Error('the disk is full');
      return super.put(...args);
    }
  }
  await expect(built.compile({ checkpointer: new Failing() }).invoke({ log: [] }, thread)).rejects.toThrow('full');
  expect(ran.length).toBeGreaterThan(1);

  ran.length = 0;
  const store = memory();
  const failing = new Proxy(store, {
    get(target, key: keyof Store) {
      if (key === 'commit' && ran.length > 0) return () => Promise.reject(new Error('the disk is gone'));
      const found: unknown = target[key];
      return typeof found === 'function' ? (found.bind(target) as unknown) : found;
    },
  });
  const { graph } = convert(built);
  const cairn = open({ store: failing, graphs: [graph] });
  const here = await cairn.start(graph, {}).catch(() => undefined);
  await here?.settled().catch(() => undefined);
  await cairn.close().catch(() => undefined);
  expect(ran).toEqual(['a']);
});

test('what is changed in place changes nothing', async () => {
  const built = new StateGraph(Annotation.Root({ log }))
    .addNode('a', ({ log: said }) => {
      said.push('behind your back');
      return {};
    })
    .addEdge(START, 'a');
  expect(await built.compile().invoke({ log: ['in'] })).toEqual({ log: ['in', 'behind your back'] });

  const here = await run(convert(built).graph, { log: ['in'] });
  expect(here.status === 'failed' && here.failed[0]?.name).toBe('TypeError');
  expect(here.state.log).toEqual(['in']);
});

test('values come back as they were', async () => {
  const State = Annotation.Root({
    at: Annotation<Date>(),
    share: Annotation<number>(),
    bytes: Annotation<Uint8Array>(),
    log,
  });
  const built = new StateGraph(State)
    .addNode('a', () => ({ at: new Date(0), share: Number.NaN, bytes: Uint8Array.of(0, 255) }))
    .addNode('b', ({ at, share, bytes }) => {
      interrupt('go on?');
      return { log: [at instanceof Date, Number.isNaN(share), bytes instanceof Uint8Array].map(String) };
    })
    .addEdge(START, 'a')
    .addEdge('a', 'b');
  const app = built.compile({ checkpointer: SqliteSaver.fromConnString(':memory:') });
  await app.invoke({ log: [] }, thread);
  expect((await app.invoke(new Command({ resume: 1 }), thread)).log).not.toEqual(['true', 'true', 'true']);

  const { graph } = convert(built);
  const store = memory();
  const first = open({ store, graphs: [graph] });
  await (await first.start(graph, {}, { id: 't' })).settled();
  await first.close();
  const here = closing(open({ store, graphs: [graph] })).thread(graph, 't');
  await here.answer('b', 1);
  expect((await here.settled()).state.log).toEqual(['true', 'true', 'true']);
});

test('a graph within does not say again what it was told', async () => {
  const child = new StateGraph(Annotation.Root({ log })).addNode('s', () => ({ log: ['s'] })).addEdge(START, 's');
  const built = new StateGraph(Annotation.Root({ log })).addNode('sub', child.compile()).addEdge(START, 'sub');
  expect(await built.compile().invoke({ log: ['in'] })).toEqual({ log: ['in', 'in', 's'] });

  expect((await run(convert(built).graph, { log: ['in'] })).state.log).toEqual(['in', 's']);
});

test('what a task throws may be caught', async () => {
  const fails = task('fails', async () => {
    throw new Error('the tool broke');
  });
  const built = new StateGraph(Annotation.Root({ log }))
    .addNode('a', async () => {
      try {
        await fails();
      } catch {
        return { log: ['caught'] };
      }
      return {};
    })
    .addEdge(START, 'a');
  const app = built.compile({ checkpointer: new MemorySaver() });
  await expect(app.invoke({ log: [] }, thread)).rejects.toThrow('the tool broke');

  expect((await run(convert(built).graph, {})).state.log).toEqual(['caught']);
});

test('what is done in a task is done once, however often its node asks', async () => {
  const built = (effects: string[]) => {
    const act = task('act', async (what: string) => effects.push(what));
    return new StateGraph(Annotation.Root({ log }))
      .addNode('a', async () => {
        await act('before');
        const [one, two] = [interrupt('one?'), interrupt('two?')];
        return { log: [`${String(one)} ${String(two)}`] };
      })
      .addEdge(START, 'a');
  };
  const effects: string[] = [];
  const { graph } = convert(built(effects));
  const cairn = closing(open({ store: memory(), graphs: [graph] }));
  const here = await cairn.start(graph, {});
  await here.settled();
  await here.answer('a', 1);
  await here.settled();
  await here.answer('a:2', 2);
  expect((await here.settled()).state.log).toEqual(['1 2']);
  expect(effects).toEqual(['before']);
});
