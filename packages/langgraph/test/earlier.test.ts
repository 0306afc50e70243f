import { readFileSync } from 'node:fs';
import { Annotation, Command, END, START, StateGraph, interrupt } from '@langchain/langgraph';
import { memory } from '@cairn/core';
import type { Item, Store } from '@cairn/core/store';
import { expect, test } from 'vitest';
import { CairnSaver } from '../src/index.ts';
import { chat } from './chat.ts';

/** A store with what the first form left: an item a checkpoint, an item a task. */
async function given(): Promise<Store> {
  const store = memory();
  const url = new URL('fixtures/item-a-checkpoint.json', import.meta.url);
  await store.putItems(JSON.parse(readFileSync(url, 'utf8')) as Item[], 0);
  return store;
}

test('a conversation of which each checkpoint is an item is read, goes on, and is copied and pruned', async () => {
  const store = await given();
  const take = chat(new CairnSaver(store), 150);
  expect(await take(3)).toBe(8);
  await new CairnSaver(store).copyThread('chat', 'copy');
  expect(await chat(new CairnSaver(store), 150)(4, 'copy')).toBe(10);
  const seen: unknown[] = [];
  for await (const tuple of new CairnSaver(store).list({ configurable: { thread_id: 'chat' } })) {
    const { checkpoint, metadata, pendingWrites, parentConfig } = tuple;
    seen.push([metadata?.source, metadata?.step, pendingWrites?.length, parentConfig === undefined]);
    expect((checkpoint.channel_values['messages'] as unknown[] | undefined)?.length ?? 0).toBeLessThanOrEqual(8);
  }
  const turn = (step: number): unknown[] => [
    ['loop', step + 2, 0, false],
    ['loop', step + 1, 1, false],
    ['input', step, 2, step === -1],
  ];
  expect(seen).toEqual([8, 5, 2, -1].flatMap(turn));
  await new CairnSaver(store).prune(['chat'], { keep: 2 });
  expect(await chat(new CairnSaver(store), 150)(4)).toBe(10);
});

test('a graph that asked before is answered', async () => {
  const store = await given();
  const said = Annotation<string[]>({ reducer: (all, more) => [...all, ...more], default: () => [] });
  const app = new StateGraph(Annotation.Root({ said }))
    .addNode('ask', () => ({ said: [String(interrupt('well?'))] }))
    .addEdge(START, 'ask')
    .addEdge('ask', END)
    .compile({ checkpointer: new CairnSaver(store) });
  const config = { configurable: { thread_id: 'asked' } };
  expect((await app.getState(config)).tasks[0]?.interrupts[0]?.value).toBe('well?');
  expect(await app.invoke(new Command({ resume: 'yes' }), config)).toEqual({ said: ['a', 'yes'] });
});
