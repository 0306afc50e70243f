import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open, replay, type Baggage, type Cairn } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { exportThread, importThread } from '@cairn/core/inspect';
import { said } from './said.ts';

const seen = append(z.record(z.string(), z.string()));

const child = graph({
  name: 'child',
  state: { seen },
  start: 'work',
  nodes: { work: { run: (_s, ctx) => ({ seen: [ctx.context] }), next: 'end' }, end: { final: true } },
});

const desk = graph({
  name: 'desk',
  state: { seen },
  events: { go: z.object({}), fan: z.object({}), tell: z.object({}), nest: z.object({}) },
  start: 'begin',
  nodes: {
    begin: { run: (_s, ctx) => ({ seen: [ctx.context] }), next: 'wait' },
    wait: { on: { go: 'work', fan: 'fan', nest: 'nest' } },
    work: { run: (_s, ctx) => ({ seen: [ctx.context] }), next: 'more' },
    more: { run: (_s, ctx) => ({ seen: [ctx.context] }), next: 'wait' },
    fan: { next: { all: ['left', 'right'], then: 'wait' } },
    left: { on: { tell: 'leftOn' } },
    leftOn: { run: (_s, ctx) => ({ seen: [ctx.context] }), next: 'wait' },
    right: { run: (_s, ctx) => ({ seen: [ctx.context] }), next: 'wait' },
    nest: {
      graph: child,
      output: ({ state }) => ({ seen: state.seen }),
      next: 'asks',
    },
    asks: {
      run: async (_s, { ask }) => {
        await ask('who', { answer: z.string() });
        return {};
      },
      next: 'more',
    },
  },
});

const caller = graph({
  name: 'caller',
  state: {},
  start: 'call',
  nodes: {
    call: {
      run: async (_s, ctx) => {
        ctx.send(desk, 'desk', 'go', {});
        await ctx.start(desk, {}, { id: 'begun' });
        return {};
      },
      next: 'end',
    },
    end: { final: true },
  },
});

const trace = (id: string): { readonly context: Baggage } => ({ context: { traceparent: id } });

function runtime(store: Store): Cairn {
  const cairn = open({ store, graphs: [desk, caller] });
  onTestFinished(() => cairn.close());
  return cairn;
}

async function started(store: Store = memory()) {
  const thread = await runtime(store).start(desk, {}, { id: 'desk', ...trace('start') });
  await thread.settled();
  return thread;
}

type Desk = Awaited<ReturnType<typeof started>>;

async function seenBy(thread: Desk): Promise<readonly unknown[]> {
  const { state } = await thread.settled();
  return state.seen.map(({ traceparent }) => traceparent);
}

describe('what goes along with what is sent', () => {
  test('is given to the functions that run because of it, however many one after the other', async () => {
    const thread = await started();
    await thread.send('go', {}, trace('go'));
    expect(await seenBy(thread)).toEqual(['start', 'go', 'go']);
    await thread.send('go', {});
    expect(await seenBy(thread)).toEqual(['start', 'go', 'go', 'go', 'go']);
  });

  test('is given to lanes and subgraphs that open by it, each lane hearing what came to it alone', async () => {
    const thread = await started();
    await thread.send('fan', {}, trace('fan'));
    await thread.settled();
    await thread.send('tell', {}, trace('tell'));
    expect(await seenBy(thread)).toEqual(['start', 'tell', 'fan']);
    await thread.send('nest', {}, trace('nest'));
    await thread.settled();
    await thread.answer('who', 'ada', trace('answer'));
    expect(await seenBy(thread)).toEqual(['start', 'tell', 'fan', 'nest', 'answer']);
  });

  test('stands in its checkpoint, which every checkpoint that it led to names', async () => {
    const thread = await started();
    await thread.send('go', {}, { ...trace('go'), lane: '' });
    await thread.settled();
    const rows = await thread.history();
    const event = rows.find(({ cause }) => cause === 'event');
    expect(event?.note).toMatchObject({ to: '', context: { traceparent: 'go' } });
    expect(rows.filter(({ note }) => note?.context !== undefined)).toHaveLength(2);
    const why = await thread.why(event?.seq ?? 0);
    expect(why.input.context).toEqual({ traceparent: 'go' });
  });

  test('comes with a message to another process, an export and a replay', async () => {
    const store = memory();
    const thread = await started(store);
    const web = open({ store, graphs: [desk], drive: false });
    onTestFinished(() => web.close());
    await web.thread(desk, 'desk').send('go', {}, trace('letter'));
    await thread.settled();
    expect(await seenBy(thread)).toEqual(['start', 'letter', 'letter']);
    await thread.cancel('enough', trace('cancel'));
    expect((await thread.history()).at(-1)?.note).toMatchObject({
      reason: 'enough',
      context: { traceparent: 'cancel' },
    });
    const there = memory();
    await importThread(there, exportThread(store, 'desk'));
    expect((await replay({ store: there, id: 'desk' }, desk)).divergence).toBeUndefined();
    expect(await runtime(there).thread(desk, 'desk').history()).toEqual(await thread.history());
  });

  test('goes on with what the functions that it came to send to other threads, and start', async () => {
    const store = memory();
    const thread = await started(store);
    const cairn = runtime(store);
    const call = await cairn.start(caller, {}, { id: 'call', ...trace('call') });
    await call.ended();
    const begun = cairn.thread(desk, 'begun');
    expect(await seenBy(begun)).toEqual(['call']);
    for await (const event of thread.watch({ from: 1, until: 'ended' })) {
      if (event.type === 'checkpoint' && event.to === 'more') break;
    }
    expect((await thread.history()).find(({ cause }) => cause === 'event')?.note?.context).toEqual({
      traceparent: 'call',
    });
  });

  test('stands in the checkpoint of a fork and of a rewind, and comes to what these lead to', async () => {
    const store = memory();
    const thread = await started(store);
    await thread.send('go', {}, trace('go'));
    await thread.settled();
    const event = (await thread.history()).find(({ cause }) => cause === 'event')?.seq ?? 0;
    const fork = await thread.fork(event, trace('fork'));
    expect(await seenBy(fork)).toEqual(['start', 'fork', 'fork']);
    const [first] = await fork.history({ from: event + 1 });
    expect(first).toMatchObject({ cause: 'fork', note: { at: event, context: { traceparent: 'fork' } } });
    await thread.rewind(event, trace('back'));
    expect(await seenBy(thread)).toEqual(['start', 'back', 'back']);
    const back = (await thread.history()).find(({ cause }) => cause === 'rewind')?.seq ?? 0;
    expect((await thread.why(back)).input.context).toEqual({ traceparent: 'back' });
    await thread.rewind(event);
    expect(await seenBy(thread)).toEqual(['start', 'go', 'go']);
    expect((await thread.history()).at(-1)?.note?.context).toBeUndefined();
    for (const id of ['desk', fork.id]) {
      const there = memory();
      await importThread(there, exportThread(store, id));
      const copy = runtime(there).thread(desk, id);
      expect((await replay(copy, desk)).divergence).toBeUndefined();
      expect(await copy.history()).toEqual(await runtime(store).thread(desk, id).history());
      await copy.send('go', {});
      await copy.settled();
    }
  });

  test('goes into the log of a thread that is cancelled though its graph does not fit it any more', async () => {
    const store = memory();
    const first = open({ store, graphs: [desk] });
    await (await first.start(desk, {}, { id: 'desk' })).settled();
    await first.close();
    const other = graph({ name: 'desk', state: { seen }, start: 'end', nodes: { end: { final: true } } });
    const cairn = open({ store, graphs: [other], recover: false });
    onTestFinished(() => cairn.close());
    const thread = cairn.thread(other, 'desk');
    await thread.cancel('enough', trace('cancel'));
    expect((await thread.history()).at(-1)?.note?.context).toEqual({ traceparent: 'cancel' });
  });

  test('comes to each thread with a broadcast', async () => {
    const store = memory();
    const thread = await started(store);
    await runtime(store).broadcast(desk, { event: 'go', payload: {}, id: 'all' }, trace('broadcast'));
    for await (const event of thread.watch({ from: 1, until: 'ended' })) {
      if (event.type === 'checkpoint' && event.to === 'more') break;
    }
    expect((await thread.history()).find(({ cause }) => cause === 'event')?.note?.context).toEqual({
      traceparent: 'broadcast',
    });
  });

  test('is known again once the thread was read from the store', async () => {
    const store = memory();
    const first = open({ store, graphs: [desk] });
    const thread = await first.start(desk, {}, { id: 'desk', ...trace('start') });
    await thread.settled();
    await first.close();
    const later = runtime(store).thread(desk, 'desk');
    await later.send('go', {});
    expect(await seenBy(later)).toEqual(['start', 'start', 'start']);
  });

  test('is kept from whoever has no key where its name is protected', async () => {
    const store = memory();
    const cairn = open({ store, graphs: [desk], protect: { keys: ['traceparent'] } });
    onTestFinished(() => cairn.close());
    const thread = await cairn.start(desk, {}, { id: 'desk', ...trace('a secret trace') });
    await thread.settled();
    let text = '';
    for await (const line of exportThread(store, 'desk')) text += line;
    expect(text).not.toContain('a secret trace');
  });

  const many = Object.fromEntries(Array.from({ length: 17 }, (_, at) => [`name ${at}`, 'text']));

  test.each([
    ['a text', 'trace'],
    ['a list', ['trace']],
    ['a number in it', { traceparent: 7 }],
    ['a name of nothing', { '': 'text' }],
    ['a long name', { ['n'.repeat(65)]: 'text' }],
    ['a long text', { traceparent: 't'.repeat(513) }],
    ['too many texts', many],
    ['half of a character', { traceparent: '\uD83D' }],
  ])('is refused where it is %s', async (_what, context) => {
    const thread = await started();
    const options = { context: context as unknown as Baggage };
    expect(await said(thread.send('go', {}, options))).toBe('context/invalid');
    expect(await said(thread.edit({}, options))).toBe('context/invalid');
    expect(await said(thread.rewind(1, options))).toBe('context/invalid');
    expect(await said(thread.fork(1, options))).toBe('context/invalid');
    const cairn = runtime(memory());
    expect(await said(cairn.start(desk, {}, options))).toBe('context/invalid');
    expect(await said(cairn.broadcast(desk, { event: 'go', payload: {}, id: 'all' }, options))).toBe('context/invalid');
  });
});
