import { memory } from '@cairn/core';
import { Document } from '@langchain/core/documents';
import { ChatPromptValue } from '@langchain/core/prompt_values';
import * as langchain from '@langchain/core/messages';
import { Annotation, Command, Overwrite, Send, START, StateGraph } from '@langchain/langgraph';
import { DeltaSnapshot } from '@langchain/langgraph-checkpoint';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CairnSaver, type CairnSaverOptions } from '../src/index.ts';
import { about, at, checkpoint, idOf } from './checkpoint.ts';

/** What a value is after it was put by one saver and read by another, in a channel and in what a task wrote. */
async function kept(value: unknown, options: CairnSaverOptions = {}): Promise<readonly [unknown, unknown]> {
  const store = memory();
  const saver = new CairnSaver(store, options);
  await saver.put(at('t'), checkpoint(idOf(1), { value }), about, { value: 1 });
  await saver.putWrites(at('t', idOf(1)), [['value', value]], 'task');
  const tuple = await new CairnSaver(store, options).getTuple(at('t'));
  return [tuple?.checkpoint.channel_values['value'], tuple?.pendingWrites?.[0]?.[2]];
}

async function expectBack(value: unknown, options?: CairnSaverOptions): Promise<void> {
  for (const back of await kept(value, options)) expect(back).toStrictEqual(value);
}

const leaf = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom('x'.repeat(200), '\ud800'.repeat(200), '', '$text', '__proto__'),
  fc.double(),
  fc.bigInt(),
  fc.boolean(),
  fc.constantFrom(null, undefined, -0, Number.NaN, Infinity),
  fc.date({ noInvalidDate: false }),
  fc.uint8Array({ maxLength: 4 }),
  fc.float64Array({ maxLength: 2 }),
  fc.int16Array({ maxLength: 2 }),
  fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
  fc.constantFrom(/a+/gu, new URL('https://a.example/?b')),
  fc.string({ maxLength: 4 }).map((text) => new TypeError(text)),
);

const anything = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(tie('value'), tie('value')), { maxLength: 3 }).map((entries) => new Map(entries)),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => new Set(items)),
    fc.dictionary(
      fc.oneof(fc.string({ maxLength: 4 }), fc.constantFrom('$date', '$text', '$$', 'lc', '"')),
      tie('value'),
      {
        maxKeys: 4,
        noNullPrototype: true,
      },
    ),
  ),
})).value;

describe('values', () => {
  test('whatever JavaScript has for data comes back as it was', async () => {
    await fc.assert(
      fc.asyncProperty(anything, (value) => expectBack(value)),
      { numRuns: 300 },
    );
  });

  test('a record that looks like what LangChain makes is nothing else for that', async () => {
    await expectBack({
      lc: 1,
      type: 'constructor',
      id: ['langchain_core', 'messages', 'AIMessage'],
      kwargs: { content: 'a' },
    });
    await expectBack({ lc: 2, type: 'constructor', id: ['Set'], args: [[1]] });
    await expectBack({ $class: ['HumanMessage', { content: 'a' }], $text: '10' });
  });

  test('an error keeps its class, its message, what it has of its own and what led to it', async () => {
    const error = Object.assign(new RangeError('a', { cause: new Error('b') }), { code: 'E', at: new Date(0) });
    const [back] = await kept(error);
    expect(back).toBeInstanceOf(RangeError);
    expect(back).toMatchObject({ message: 'a', code: 'E', at: new Date(0), stack: error.stack });
    expect((back as Error).cause).toEqual(new Error('b'));
  });

  test('documents, prompts and snapshots of channels come back as what they were', async () => {
    await expectBack([new Document({ pageContent: 'a', metadata: { at: new Date(0) }, id: 'd' })]);
    await expectBack(new DeltaSnapshot([1n]));
    const [prompt] = await kept(new ChatPromptValue([new langchain.HumanMessage('a')]));
    expect(prompt).toBeInstanceOf(ChatPromptValue);
    expect((prompt as ChatPromptValue).toString()).toBe('Human: a');
  });

  test('an instance of a class with a codec comes back, and one without is what JSON makes of it, or refused', async () => {
    class Point {
      readonly x: number;
      readonly norm = (): number => Math.abs(this.x);
      constructor(x: number) {
        this.x = x;
      }
    }
    const codec = {
      name: 'point',
      class: Point,
      encode: ({ x }: Point) => x,
      decode: (x: unknown) => new Point(x as number),
    };
    const [back] = await kept({ deep: [new Point(3)] }, { codecs: [codec] });
    expect((back as { deep: Point[] }).deep[0]?.norm()).toBe(3);
    expect(await kept({ deep: [new Point(3)] })).toEqual([{ deep: [{ x: 3 }] }, { deep: [{ x: 3 }] }]);
    const refused = kept({ deep: [new Point(3)] }, { unknown: 'refuse' });
    await expect(refused).rejects.toMatchObject({
      code: 'value/refused',
      message: expect.stringContaining('channel "value".deep[0]'),
    });
  });

  test('an instance of a class that extends one of the language is refused as well, which would come back as that', async () => {
    class Sorted extends Map {}
    class Bag extends Set {}
    class Day extends Date {}
    class List extends Array {}
    class Link extends URL {}
    class Lost extends Error {}
    class Wrong extends TypeError {}
    class Bits extends Uint8Array {}
    class Form extends RegExp {}
    const all = [new Sorted(), new Bag(), new Day(), new List(), new Link('a:b'), new Lost('x'), new Wrong('x')];
    for (const value of [...all, new Bits(2), new Form('x', 'u')]) {
      const { name } = value.constructor;
      await expect(kept([value], { unknown: 'refuse' })).rejects.toMatchObject({
        code: 'value/refused',
        facts: { path: 'channel "value"[0]', found: `an instance of ${name}, for which there is no codec` },
      });
    }
    const own = { name: 'sorted', class: Sorted, encode: (it: Sorted) => [...it], decode: () => new Sorted() };
    await expectBack(new Sorted(), { unknown: 'refuse', codecs: [own] });
    const plain = [
      new Map([[1, new Set([2])]]),
      new Date(0),
      [1],
      new URL('a:b'),
      new TypeError('x'),
      Buffer.from('b'),
    ];
    await expectBack([...plain, new Uint8Array(2), new Error('y'), /x/u], { unknown: 'refuse' });
  });

  test('what LangGraph sends is what it was, though instances without a codec are refused', async () => {
    const said = Annotation<string[]>({ reducer: (a, b) => [...a, ...b], default: () => [] });
    const app = new StateGraph(Annotation.Root({ said }))
      .addNode('joke', ({ topic }: { topic: string }) => ({ said: [topic] }))
      .addNode('last', () => new Command({ update: { said: new Overwrite(['end']) } }))
      .addConditionalEdges(START, () => ['tea', 'rain'].map((topic) => new Send('joke', { topic })), ['joke'])
      .addEdge('joke', 'last')
      .compile({ checkpointer: new CairnSaver(memory(), { unknown: 'refuse' }), interruptBefore: ['last'] });
    expect((await app.invoke({}, at('sent'))).said).toEqual(['tea', 'rain']);
    expect((await app.invoke(null, at('sent'))).said).toEqual(['end']);
  });

  test('a value that holds itself is refused, with the place', async () => {
    const round: Record<string, unknown> = { list: [] };
    (round['list'] as unknown[]).push(round);
    await expect(kept(round)).rejects.toMatchObject({
      code: 'value/refused',
      message: expect.stringContaining('channel "value".list[0]'),
    });
  });
});

const call = { name: 'look', args: { at: 'x' }, id: 'c1', type: 'tool_call' as const };
const usage = { input_tokens: 1, output_tokens: 2, total_tokens: 3 };
const { AIMessage, AIMessageChunk, HumanMessage, ToolMessage } = langchain;

const messages: readonly (readonly [string, langchain.BaseMessage])[] = [
  ['a text', new HumanMessage('hello')],
  ['an id and a name', new HumanMessage({ id: 'h', name: 'ada', content: 'hello', additional_kwargs: { a: [1] } })],
  [
    'blocks',
    new HumanMessage({
      content: [
        { type: 'text', text: 'a' },
        { type: 'image_url', image_url: 'https://a.example' },
      ],
    }),
  ],
  ['blocks of the standard', new AIMessage({ contentBlocks: [{ type: 'text', text: 'a' }] })],
  ['calls', new AIMessage({ content: '', tool_calls: [call], usage_metadata: usage } as never)],
  [
    'calls in the form of a provider',
    new AIMessage({
      content: '',
      additional_kwargs: { tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }] },
    }),
  ],
  [
    'wrong calls',
    new AIMessage({
      content: '',
      invalid_tool_calls: [{ name: 'f', args: '{', id: 'c', error: 'no', type: 'invalid_tool_call' }],
    }),
  ],
  ['metadata', new AIMessage({ content: 'a', response_metadata: { at: 'x', model: { name: 'm' } } })],
  ['a system', new langchain.SystemMessage('be kind')],
  ['a tool', new ToolMessage({ content: 'a', tool_call_id: 'c1', status: 'error', artifact: new Map([[1, 2n]]) })],
  ['a function', new langchain.FunctionMessage({ content: 'a', name: 'f' })],
  ['a role', new langchain.ChatMessage('a', 'critic')],
  ['a removal', new langchain.RemoveMessage({ id: 'h' })],
  [
    'a chunk',
    new AIMessageChunk({
      content: 'a',
      tool_call_chunks: [{ name: 'f', args: '{"a"', id: 'c', index: 0, type: 'tool_call_chunk' }],
    }),
  ],
  ['a chunk of two', new AIMessageChunk({ id: 'x', content: 'a' }).concat(new AIMessageChunk({ content: 'b' }))],
  ['a human chunk', new langchain.HumanMessageChunk('a')],
  ['a system chunk', new langchain.SystemMessageChunk('a')],
  ['a tool chunk', new langchain.ToolMessageChunk({ content: 'a', tool_call_id: 'c' })],
  ['a function chunk', new langchain.FunctionMessageChunk({ content: 'a', name: 'f' })],
  ['a chunk with a role', new langchain.ChatMessageChunk('a', 'critic')],
];

describe('messages', () => {
  test.each(messages)('%s comes back', async (_, message) => {
    for (const back of (await kept([message])) as readonly langchain.BaseMessage[][]) {
      const [one] = back;
      expect(one).toBeInstanceOf(message.constructor);
      expect(Object.getPrototypeOf(one)).toBe(Object.getPrototypeOf(message));
      expect(one?.toDict()).toEqual(message.toDict());
      expect(one?.contentBlocks).toEqual(message.contentBlocks);
      const own = ({ lc_kwargs: _kwargs, ...fields }: langchain.BaseMessage): object => fields;
      expect(own(one as langchain.BaseMessage)).toEqual(own(message));
    }
  });

  test('what was changed in one after it was made is kept', async () => {
    const message = new AIMessage('a');
    message.name = 'critic';
    message.id = 'late';
    const [[back] = []] = (await kept([message])) as readonly langchain.BaseMessage[][];
    expect(back).toMatchObject({ name: 'critic', id: 'late' });
    expect(back?.toDict().data).toMatchObject({ name: 'critic', id: 'late' });
  });
});
