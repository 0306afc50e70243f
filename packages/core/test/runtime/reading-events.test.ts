import { expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, type RuntimeEvent, type ToldEvent } from '@cairn/core';
import { collected } from './collected.ts';
import { opened } from './opened.ts';

const talk = graph({
  name: 'talk',
  state: { log: append(z.string()) },
  events: { say: z.string() },
  start: 'wait',
  nodes: { wait: { on: { say: { to: 'wait', update: (_s, said) => ({ log: [said] }) } } } },
});

test('whoever reads the events of a runtime is told what its listener hears, each reader all of it, until it is closed', async () => {
  const heard: RuntimeEvent[] = [];
  const cairn = opened(talk, { onEvent: (event) => heard.push(event) });
  const reading = [collected(cairn.events()), collected(cairn.events())];
  const thread = await cairn.start(talk, {}, { id: 't' });
  await thread.send('say', 'hello');
  await expect(thread.answer('nothing', 7)).rejects.toMatchObject({ code: 'answer/not-asked' });
  await cairn.close();
  const [first, second] = await Promise.all(reading);
  expect(first?.map(({ type }) => type)).toContain('refused');
  expect(first).toEqual(heard);
  expect(second).toEqual(heard);
  expect(() => cairn.events()).toThrow(expect.objectContaining({ code: 'runtime/closed' }));
});

test('a reader that is far behind is told how much it missed, and what comes then', async () => {
  const cairn = opened(talk);
  const thread = await cairn.start(talk, {}, { id: 't' });
  const reading = cairn.events();
  for (let count = 0; count < 600; count += 1) await thread.send('say', 'x');
  const told: ToldEvent[] = [];
  for (;;) {
    const { value } = await reading.next();
    if (value !== undefined) told.push(value);
    if (value?.type === 'missed') break;
  }
  const missed = told.at(-1);
  await thread.send('say', 'last');
  await cairn.close();
  const rest = await collected(reading);
  expect(told).toHaveLength(1_001);
  expect(missed).toMatchObject({ type: 'missed' });
  expect(rest).toMatchObject([{ type: 'taken' }, { type: 'checkpoint' }, { type: 'status' }]);
});

test('a reader stops when it likes, by its signal too, and hears no more', async () => {
  const cairn = opened(talk);
  const over = new AbortController();
  const waiting = cairn.events({ signal: over.signal }).next();
  over.abort('enough');
  await expect(waiting).rejects.toBe('enough');
  expect(() => cairn.events({ signal: over.signal })).toThrow('enough');
  const reading = cairn.events();
  const next = reading.next();
  await reading.return?.();
  expect(await next).toEqual({ done: true, value: undefined });
  await cairn.start(talk, {}, { id: 't' });
  expect(await reading.next()).toEqual({ done: true, value: undefined });
  for await (const { type } of Object.assign(cairn.events(), { started: cairn.start(talk, {}, { id: 'u' }) })) {
    expect(type).toBe('started');
    break;
  }
});
