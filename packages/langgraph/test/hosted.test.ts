import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { fakeModel } from '@langchain/core/testing';
import { AIMessage, HumanMessage, type BaseMessage } from '@langchain/core/messages';
import {
  Annotation,
  END,
  MessagesAnnotation,
  START,
  StateGraph,
  interrupt,
  type LangGraphRunnableConfig,
} from '@langchain/langgraph';
import { graph, memory, open } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { runBuilt } from '../../../test/built/run-built.ts';
import { fromLangGraph } from '../src/index.ts';
import { folder } from './folder.ts';

const all = Annotation<string[]>({ reducer: (before, more) => [...before, ...more], default: () => [] });
const ran: string[] = [];

/** Two nodes beside each other ask, and what they hear is joined. */
const review = new StateGraph(Annotation.Root({ said: all }))
  .addNode('begin', () => {
    ran.push('begin');
    return { said: ['begin'] };
  })
  .addNode('left', () => ({ said: [`left ${String(interrupt({ ask: 'left' }))}`] }))
  .addNode('right', () => ({ said: [`right ${String(interrupt({ ask: 'right' }))}`] }))
  .addNode('both', ({ said }, config: LangGraphRunnableConfig) => {
    config.writer?.({ so: said.length });
    return { said: ['both'] };
  })
  .addEdge(START, 'begin')
  .addEdge('begin', 'left')
  .addEdge('begin', 'right')
  .addEdge(['left', 'right'], 'both')
  .addEdge('both', END)
  .compile();

function hosting(store: Store) {
  const run = fromLangGraph(review, {
    store,
    input: ({ said }: { readonly said: readonly string[] }) => ({ said: [...said] }),
    output: ({ said }: { said: string[] }) => ({ said }),
  });
  const host = graph({
    name: 'host',
    state: { said: z.array(z.string()) },
    start: 'review',
    nodes: { review: { run, next: 'done' }, done: { final: true } },
  });
  const cairn = open({ store, graphs: [host] });
  onTestFinished(() => cairn.close());
  return { cairn, host };
}

function telling(given: readonly string[]) {
  const program = fileURLToPath(new URL('processes/hosting.ts', import.meta.url));
  const child = spawn(process.execPath, [...runBuilt, program, ...given], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** What a process tells, which is killed when it tells of its second superstep, unless it is through before; it may hang there. */
async function toldBefore(...given: readonly string[]): Promise<readonly string[]> {
  const child = telling(given);
  const told: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    told.push(line);
    if (told.length === 2) child.kill('SIGKILL');
  }
  return told;
}

describe('a graph of LangGraph as a node', () => {
  test('asks what its nodes interrupt for, each under its own id, over a restart, and runs nothing again that is through', async () => {
    ran.length = 0;
    const path = join(folder(), 'app.db');
    const first = hosting(sqlite(path));
    const thread = await first.cairn.start(first.host, { said: ['hello'] }, { id: 't' });
    const waiting = await thread.settled();
    if (waiting.status !== 'waiting') throw new Error(waiting.status);
    const asked = new Map(waiting.questions.map(({ key, payload }) => [(payload as { ask: string }).ask, key]));
    expect([...asked.keys()].toSorted()).toEqual(['left', 'right']);
    await expect(thread.answer('another', 'yes')).rejects.toMatchObject({ code: 'answer/not-asked' });
    await thread.answer(String(asked.get('right')), 'no');
    await first.cairn.close();
    const { cairn, host } = hosting(sqlite(path));
    const again = cairn.thread(host, 't');
    const left = await again.settled();
    if (left.status !== 'waiting') throw new Error(left.status);
    expect(left.questions.map(({ key }) => key)).toEqual([asked.get('left')]);
    await again.answer(String(asked.get('left')), 'yes');
    const done = await again.settled();
    expect(done).toMatchObject({ status: 'done', state: { said: ['hello', 'begin', 'left yes', 'right no', 'both'] } });
    expect(ran).toEqual(['begin']);
  });

  test('shows what it streams, and each of its supersteps stands in the log', async () => {
    const store = memory();
    const model = fakeModel().respond(new AIMessage('hello there'));
    const agent = new StateGraph(MessagesAnnotation)
      .addNode('model', async ({ messages }) => ({ messages: [await model.invoke(messages)] }))
      .addEdge(START, 'model')
      .addEdge('model', END)
      .compile();
    const run = fromLangGraph(agent, {
      store,
      input: ({ said }: { readonly said: string }) => ({ messages: [new HumanMessage(said)] }),
      output: ({ messages }: { messages: BaseMessage[] }) => ({ said: messages.at(-1)?.text ?? '' }),
    });
    const chat = graph({
      name: 'chat',
      state: { said: z.string() },
      start: 'agent',
      nodes: { agent: { run, next: 'done' }, done: { final: true } },
    });
    const cairn = open({ store, graphs: [chat] });
    onTestFinished(() => cairn.close());
    const shown: unknown[] = [];
    const steps: (string | null)[] = [];
    const thread = await cairn.start(chat, { said: 'hello' });
    for await (const event of thread.watch({ from: 1 })) {
      if (event.type === 'output') shown.push(event.data);
      if (event.type === 'checkpoint' && event.cause === 'step') steps.push(event.label ?? null);
    }
    expect(await thread.settled()).toMatchObject({ status: 'done', state: { said: 'hello there' } });
    expect(steps).toEqual(['superstep 0', 'superstep 1']);
    expect(shown).toContainEqual({
      kind: 'langgraph.messages',
      ns: [],
      data: { id: expect.any(String), text: 'hello there', node: 'model' },
    });
  });

  test('begins no superstep again that is through, over twenty kills of its process', async () => {
    const path = join(folder(), 'app.db');
    // One that ends by itself keeps what it compiled for those that are killed.
    await once(telling([join(folder(), 'other.db'), 'other']), 'exit');
    // By thread: those that do not hang are killed wherever they are, and may come to the end first.
    const began: number[][] = [[]];
    for (let kills = 0; kills < 20;) {
      const told = await toldBefore(path, `t${began.length}`, ...(kills % 2 === 0 ? ['hangs'] : []));
      began.at(-1)?.push(...told.filter((line) => line !== 'done').map(Number));
      if (told.at(-1) === 'done') began.push([]);
      else kills += 1;
    }
    for (const steps of began) {
      // One that was killed is begun again, and none before it.
      expect(steps).toEqual(steps.toSorted((one, other) => one - other));
      expect([...new Set(steps)]).toEqual(Array.from({ length: new Set(steps).size }, (_, step) => step));
    }
  });

  test('goes on from its last superstep where an attempt failed', async () => {
    const store = memory();
    const calls: string[] = [];
    const inner = new StateGraph(Annotation.Root({ said: all }))
      .addNode('a', () => {
        calls.push('a');
        return { said: ['a'] };
      })
      .addNode('b', () => {
        calls.push('b');
        if (calls.length < 3) throw new Error('not yet');
        return { said: ['b'] };
      })
      .addEdge(START, 'a')
      .addEdge('a', 'b')
      .addEdge('b', END)
      .compile();
    const run = fromLangGraph(inner, {
      store,
      input: () => ({ said: [] }),
      output: ({ said }: { said: string[] }) => ({ said }),
    });
    const host = graph({
      name: 'host',
      state: { said: z.array(z.string()).default([]) },
      start: 'inner',
      nodes: { inner: { run, retry: { attempts: 2, backoff: 0 }, next: 'done' }, done: { final: true } },
    });
    const cairn = open({ store, graphs: [host] });
    onTestFinished(() => cairn.close());
    expect(await (await cairn.start(host, {})).settled()).toMatchObject({
      status: 'done',
      state: { said: ['a', 'b'] },
    });
    expect(calls).toEqual(['a', 'b', 'b']);
    expect((await store.items({}, 0)).every(({ thread }) => thread !== null)).toBe(true);
  });

  test('goes on in a fork from the superstep that the fork begins at', async () => {
    ran.length = 0;
    const { cairn, host } = hosting(sqlite(':memory:'));
    const thread = await cairn.start(host, { said: ['hello'] }, { id: 't' });
    const waiting = await thread.settled();
    if (waiting.status !== 'waiting') throw new Error(waiting.status);
    const fork = await thread.fork(-1, { id: 'fork' });
    const early = await thread.fork(1, { id: 'early' });
    for (const each of [thread, fork]) {
      const asked = await each.settled();
      if (asked.status !== 'waiting') throw new Error(asked.status);
      const said = each === fork ? 'no' : 'yes';
      for (const { key } of asked.questions) await each.answer(key, said);
    }
    expect((await thread.settled()).state.said).toEqual(['hello', 'begin', 'left yes', 'right yes', 'both']);
    expect((await fork.settled()).state.said).toEqual(['hello', 'begin', 'left no', 'right no', 'both']);
    expect(ran).toEqual(['begin', 'begin']);
    expect((await early.settled()).status).toBe('waiting');
  });

  test('is aborted where its node is left', async () => {
    const store = memory();
    const heard: { begun?: () => void; aborted?: () => void } = {};
    const begun = new Promise<void>((resolve) => void (heard.begun = resolve));
    const aborted = new Promise<void>((resolve) => void (heard.aborted = resolve));
    const inner = new StateGraph(Annotation.Root({ said: all }))
      .addNode('long', (_, { signal }) => {
        signal?.addEventListener('abort', () => heard.aborted?.());
        heard.begun?.();
        return new Promise(() => undefined);
      })
      .addEdge(START, 'long')
      .compile();
    const run = fromLangGraph(inner, {
      store,
      input: () => ({ said: [] }),
      output: ({ said }: { said: string[] }) => ({ said }),
    });
    const host = graph({
      name: 'host',
      state: { said: z.array(z.string()).default([]) },
      events: { drop: z.object({}) },
      start: 'inner',
      nodes: { inner: { run, next: 'done', on: { drop: 'dropped' } }, done: { final: true }, dropped: { final: true } },
    });
    const cairn = open({ store, graphs: [host] });
    onTestFinished(() => cairn.close());
    const thread = await cairn.start(host, {});
    await begun;
    await thread.send('drop', {});
    await aborted;
    expect(await thread.settled()).toMatchObject({ status: 'done', outcome: 'dropped' });
  });
});
