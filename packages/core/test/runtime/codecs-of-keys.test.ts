import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  append,
  check,
  codecOf,
  codecsOf,
  compile,
  graph,
  memory,
  open,
  replace,
  replay,
  replayAll,
  run,
  transient,
  upsert,
  type ClassCodec,
} from '@cairn/core';
import { exportThread, goingOnWith } from '@cairn/core/inspect';
import { scripted } from '@cairn/testing';
import { opened } from './opened.ts';

/** A library of messages as it is loaded once; `copy()` loads it again. */
function copy() {
  return class Message {
    readonly id: string;
    readonly text: string;

    constructor(id: string, text: string) {
      this.id = id;
      this.text = text;
    }
  };
}

const Message = copy();
type Message = InstanceType<typeof Message>;

class Remove {
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }
}

const ofMessage: ClassCodec<Message> = {
  name: 'message',
  class: Message,
  encode: ({ id, text }) => [id, text],
  decode: (data) => new Message(...(data as [string, string])),
};

const all = 'remove all';

type Form = Message | Remove | typeof all;

let asked = 0;

/** What LangGraph's reducer of messages takes: one or several, removals among them, made by whatever copy of the library. */
const messages = () =>
  upsert(z.instanceof(Message), 'id', {
    codecs: [ofMessage],
    from: (update: Form | readonly Form[]) => {
      asked += 1;
      const given = Array.isArray(update) ? (update as readonly Form[]) : [update as Form];
      const kept = given.slice(given.lastIndexOf(all) + 1);
      const items = kept.flatMap((each) =>
        each instanceof Remove || each === all ? [] : [new Message(each.id, each.text)],
      );
      if (given.includes(all)) return replace(items);
      return { upsert: items, remove: kept.flatMap((each) => (each instanceof Remove ? [each.id] : [])) };
    },
  });

const chat = graph({
  name: 'chat',
  state: { messages: messages() },
  events: { say: z.custom<Form | readonly Form[]>(() => true), end: z.undefined() },
  start: 'wait',
  nodes: {
    wait: { on: { say: { update: (_s, said) => ({ messages: said }) }, end: 'end' } },
    end: { final: true },
  },
});

/** A graph whose only key has what `makes` gives. */
const making = (key: ReturnType<typeof messages>, makes: () => Form | readonly Form[]) =>
  graph({
    name: 'making',
    state: { messages: key },
    start: 'make',
    nodes: { make: { run: () => ({ messages: makes() }), next: 'end' }, end: { final: true } },
  });

describe('what comes with a key', () => {
  test('says how its instances are stored, and which forms of an update it takes', async () => {
    const store = memory();
    const first = opened(chat, { store });
    const thread = await first.start(chat, { messages: new Message('1', 'one') }, { id: 't' });
    // Events are stored as well, by the same codec.
    await thread.send('say', [new Message('2', 'two'), new Message('1', 'uno')]);
    await thread.edit({ messages: [new Remove('2'), new Message('3', 'three')] });
    expect((await thread.settled()).state.messages).toEqual([new Message('1', 'uno'), new Message('3', 'three')]);
    await first.close();
    const again = opened(chat, { store }).thread(chat, 't');
    const { state } = await again.settled();
    expect(state.messages.every((each) => each instanceof Message)).toBe(true);
    await again.edit({ messages: [new Message('4', 'gone'), all, new Message('5', 'five')] });
    await again.edit({ messages: replace([...state.messages, new Message('6', 'six')]) });
    expect((await again.settled()).state.messages.map(({ id }) => id)).toEqual(['1', '3', '6']);
  });

  test('makes anew what another copy of a library made', async () => {
    const Other = copy();
    const made = making(messages(), () => [new Other('1', 'foreign')]);
    const { state } = await run(made);
    expect(state.messages[0]).toBeInstanceOf(Message);
  });

  test('is asked of what is written, and never again of what was', async () => {
    const made = making(messages(), () => new Message('1', 'one'));
    asked = 0;
    const cairn = opened(made);
    const thread = await cairn.start(made, {});
    await thread.ended();
    expect(asked).toBe(1);
    await thread.at(1);
    expect((await replay(thread, made)).divergence).toBeUndefined();
    await (await thread.fork(1, { results: {} })).ended();
    expect(asked).toBe(1);
  });

  test.each([
    [
      (): never => {
        throw new Error('no message');
      },
      'decision/failed',
    ],
    [async (): Promise<never[]> => [], 'decision/async'],
  ])('is a decision, and what is no answer is told as such', async (from, code) => {
    const failing = graph({
      name: 'failing',
      state: { noted: append(z.string(), { from: from as unknown as () => string[] }) },
      start: 'make',
      nodes: { make: { run: () => ({ noted: ['a'] }), next: 'end' }, end: { final: true } },
    });
    expect(await run(failing)).toMatchObject({ status: 'failed', failed: [{ code }] });
  });

  test('is told what its writer has of the key, and by a decision when and where', async () => {
    const told: unknown[] = [];
    const heard = append(z.string(), {
      from: (text: string, current, moment) => {
        told.push([current?.length, moment === undefined ? 'a function' : `${moment.graph}:${moment.lane}`]);
        return [`${text} ${current?.length}`];
      },
    });
    const child = graph({
      name: 'child',
      state: { heard },
      start: 'end',
      nodes: { end: { final: true } },
    });
    const telling = graph({
      name: 'telling',
      state: { heard, topic: z.string().optional() },
      events: { say: z.string() },
      start: 'wait',
      nodes: {
        wait: { on: { say: { to: 'think', update: (_s, said) => ({ heard: said }) } } },
        think: { run: () => ({ heard: 'thought' }), next: { each: () => [{ heard: 'x' }], to: 'lane', then: 'ask' } },
        lane: { run: () => ({ heard: 'y' }), next: 'ask' },
        ask: {
          graph: child,
          input: () => ({ heard: 'z' }),
          output: ({ state }) => ({ heard: state.heard.join() }),
          next: 'end',
        },
        end: { final: true },
      },
    });
    const cairn = opened(telling);
    const thread = await cairn.start(telling, { heard: 'begun' });
    await thread.send('say', 'hi');
    expect((await thread.ended()).state.heard).toEqual(['begun 0', 'hi 1', 'thought 2', 'x 3', 'y 4', 'z 0 5']);
    expect(told).toEqual([
      [0, 'telling:'],
      [1, 'telling:'],
      [2, 'a function'],
      [3, 'telling:think.1/0'],
      [4, 'a function'],
      [0, 'child:ask.1'],
      [5, 'telling:'],
    ]);
    await thread.edit({ heard: 'edited' });
    expect(told.at(-1)).toEqual([6, 'telling:']);
    told.length = 0;
    expect((await replay(thread, telling)).divergence).toBeUndefined();
    expect(told.map((each) => (each as unknown[])[1])).toEqual([
      'telling:',
      'telling:think.1/0',
      'child:ask.1',
      'telling:',
    ]);
  });

  test('knows of nothing once a visit has saved', async () => {
    const told: unknown[] = [];
    const saving = graph({
      name: 'saving',
      state: { heard: append(z.string(), { from: (text: string, current) => (told.push(current), [text]) }) },
      start: 'save',
      nodes: {
        save: {
          run: async (_s, ctx) => {
            await ctx.save('a', { heard: 'a' });
            return { heard: 'b' };
          },
          next: 'end',
        },
        end: { final: true },
      },
    });
    expect((await run(saving)).state.heard).toEqual(['a', 'b']);
    expect(told).toEqual([[], undefined]);
  });

  test('makes a key that is never stored what it is', async () => {
    const passing = graph({
      name: 'passing',
      state: { seen: z.number().optional(), now: transient(z.number(), { from: (text: string) => text.length }) },
      start: 'make',
      nodes: {
        make: { run: () => ({ now: 'three' }), next: 'look' },
        look: { run: (s) => ({ seen: s.now }), next: 'end' },
        end: { final: true },
      },
    });
    expect(await run(passing)).toMatchObject({ state: { seen: 5 } });
  });

  test('is told where it is nothing of the kind', () => {
    const wrong = graph({
      name: 'wrong',
      state: { a: append(z.string(), { codecs: 'none' as never, from: 'nothing' as never }) },
      codecs: {} as never,
      start: 'end',
      nodes: { end: { final: true } },
    });
    expect(check(wrong)).toMatchObject([
      { code: 'wrong-shape', path: 'codecs' },
      { code: 'wrong-shape', path: 'state.a.codecs' },
      { code: 'wrong-shape', path: 'state.a.from' },
    ]);
  });
});

describe('the codecs of a graph', () => {
  const child = making(messages(), () => new Message('1', 'below'));
  const parent = graph({
    name: 'parent',
    state: { heard: append(z.unknown()) },
    events: { say: z.instanceof(Remove) },
    codecs: [{ name: 'remove', class: Remove, encode: ({ id }: Remove) => id, decode: (id) => new Remove(String(id)) }],
    start: 'child',
    nodes: {
      child: { graph: child, output: ({ state }) => ({ heard: [...state.messages] }), next: 'wait' },
      wait: { on: { say: { to: 'end', update: (_s, said) => ({ heard: [said] }) } } },
      end: { final: true },
    },
  });

  test('are those of its keys and of its subgraphs too, each once', () => {
    expect(codecsOf(parent).map(({ name }) => name)).toEqual(['remove', 'message']);
    expect(codecsOf(making(messages(), () => [])).length).toBe(1);
  });

  test('are known to whoever has the graph: runtimes, replays, deploys, scripts', async () => {
    const store = memory();
    const cairn = opened(parent, { store });
    const thread = await cairn.start(parent, {}, { id: 't' });
    await thread.settled();
    for await (const each of goingOnWith(store, [parent])) expect(each).toMatchObject({ how: 'as it is' });
    await thread.send('say', new Remove('1'));
    const heard = [new Message('1', 'below'), new Remove('1')];
    expect((await thread.ended()).state.heard).toEqual(heard);
    for await (const each of replayAll(store, [parent])) expect(each.divergence).toBeUndefined();
    expect((await replay({ store, id: 't' }, parent)).divergence).toBeUndefined();
    const lines: string[] = [];
    for await (const line of exportThread(store, 't')) lines.push(line);
    expect((await replay(lines, parent)).divergence).toBeUndefined();
    const { graph: acted } = scripted(parent, { 'child.make': [{ messages: new Message('1', 'below') }] });
    const told = await opened(acted).start(acted, {}, { send: { event: 'say', payload: new Remove('1') } });
    expect((await told.ended()).state.heard).toEqual(heard);
  });

  test('of one name are one, or they are refused when a runtime is opened', () => {
    const equal = { ...ofMessage };
    open({ store: memory(), graphs: [parent, child], codecs: [ofMessage, equal] });
    const another: ClassCodec<Message> = { ...ofMessage, encode: ({ id }) => id };
    const graphs = [making(messages(), () => [])];
    expect(() => open({ store: memory(), graphs, codecs: [another] })).toThrow(
      expect.objectContaining({ code: 'codec/invalid', facts: expect.objectContaining({ name: 'message' }) }),
    );
  });

  test('make one codec for equal lists, and so one plan', () => {
    expect(codecOf([ofMessage])).toBe(codecOf([ofMessage]));
    expect(codecOf([])).toBe(codecOf([]));
    expect(compile(child)).toBe(compile(child, codecOf(codecsOf(child))));
  });
});
