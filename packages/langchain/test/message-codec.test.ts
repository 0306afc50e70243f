import { createRequire } from 'node:module';
import { BaseMessage, AIMessage, HumanMessage } from '@langchain/core/messages';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open, run } from '@cairn/core';
import { exportThread } from '@cairn/core/inspect';
import { message, messageCodecs } from '@cairn/langchain';
import { message as messageInZod } from '@cairn/langchain/zod';
import { samples } from './samples.ts';

/** Its own properties, as data; `lc_kwargs` is what toDict() shows. */
function ownOf(said: BaseMessage): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(said)
      .filter((key) => key !== 'lc_kwargs')
      .map((key) => [key, (said as unknown as Record<string, unknown>)[key]]),
  );
}

const keeping = graph({
  name: 'keeping',
  state: { kept: append(message, { codecs: messageCodecs }) },
  events: { keep: message },
  start: 'wait',
  nodes: { wait: { on: { keep: { update: (_s, said) => ({ kept: [said] }) } } } },
});

/** A message that was stored, and read back where nothing is known of what was there before. */
async function kept(said: BaseMessage): Promise<BaseMessage> {
  const store = memory();
  const first = open({ store, graphs: [keeping] });
  const { id } = await first.start(keeping);
  await first.thread(keeping, id).send('keep', said);
  await first.close();
  const second = open({ store, graphs: [keeping] });
  const { state } = await second.thread(keeping, id).settled();
  await second.close();
  return state.kept[0] as BaseMessage;
}

describe('a message that is stored', () => {
  test.each(Object.keys(samples))('comes back as it was: %s', async (name) => {
    const before = samples[name]?.() as BaseMessage;
    const after = await kept(before);
    expect(Object.getPrototypeOf(after)).toBe(Object.getPrototypeOf(before));
    expect(ownOf(after)).toEqual(ownOf(before));
    expect(JSON.stringify(after.toDict(), sorted)).toBe(JSON.stringify(before.toDict(), sorted));
    expect(after.contentBlocks).toEqual(before.contentBlocks);
    expect(after.getType()).toBe(before.getType());
  });

  test('is the author’s own still', async () => {
    const said = new HumanMessage({ content: [{ type: 'text', text: 'a' }] });
    const after = await kept(said);
    expect(after).not.toBe(said);
    expect(Object.isFrozen(said)).toBe(false);
    expect(Object.isFrozen(after)).toBe(true);
  });

  test('is readable where there is no LangChain', async () => {
    const store = memory();
    const cairn = open({ store, graphs: [keeping] });
    const thread = await cairn.start(keeping);
    await thread.send('keep', new HumanMessage({ content: 'Hello', id: 'm1' }));
    const text = [];
    for await (const line of exportThread(store, thread.id)) text.push(line);
    expect(text.join('\n')).toContain('"$class":["langchain/message",{"type":"human","id":"m1","content":"Hello"}');
    await cairn.close();
  });
});

describe('a schema of one message', () => {
  test.each([
    ['of Standard Schema', z.unknown().pipe(z.unknown()), message],
    ['of zod', messageInZod, messageInZod],
  ])('%s takes what LangChain takes for one', async (_name, _zod, schema) => {
    const one = graph({
      name: 'one',
      state: { said: schema },
      codecs: messageCodecs,
      start: 'end',
      nodes: { end: { final: true } },
    });
    for (const said of ['Hello', { role: 'user', content: 'Hello' }, new HumanMessage('Hello')]) {
      expect((await run(one, { said })).state.said.toDict()).toMatchObject({
        type: 'human',
        data: { content: 'Hello' },
      });
    }
    await expect(run(one, { said: { role: 'nobody', content: '' } })).rejects.toThrow(/Unable to coerce message/u);
  });

  test('is held by schemas of zod', () => {
    expect(z.object({ said: messageInZod }).parse({ said: 'Hello' }).said).toBeInstanceOf(HumanMessage);
  });

  test('makes anew what another copy of LangChain made, and what extends its classes', () => {
    const other = createRequire(import.meta.url)(
      '@langchain/core/messages',
    ) as typeof import('@langchain/core/messages');
    class Special extends AIMessage {}
    for (const [name, make] of Object.entries({
      foreign: () => new other.AIMessageChunk({ content: 'Hi', id: 'a' }),
      special: () => new Special('Hi'),
    })) {
      const made = message['~standard'].validate(make()) as { value: BaseMessage };
      expect(name === 'foreign' ? 'AIMessageChunk' : 'AIMessage').toBe(made.value.constructor.name);
      expect(made.value.content).toBe('Hi');
    }
  });
});

function sorted(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
