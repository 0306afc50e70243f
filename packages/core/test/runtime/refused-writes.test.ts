import { append, graph, memory, open, type Cairn, type Context, type RuntimeEvent } from '@cairn/core';
import type { Commit, Store } from '@cairn/core/store';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { problem } from '../../src/base/problem/problem.ts';

/** A store that keeps no row in which something stands, at once or later. */
function refusing(poison: string, isLater: boolean): Store {
  const store = memory();
  const commit = store.commit.bind(store);
  const once = (given: Commit): 'ok' | 'stale' => {
    if (given.rows.some((row) => JSON.stringify(row).includes(poison))) {
      throw problem('store/refused', { store: 'memory', what: 'A row', found: 'is refused' });
    }
    return commit(given) as 'ok' | 'stale';
  };
  store.commit = isLater ? async (given) => once(given) : once;
  return store;
}

type Run = (context: Context) => unknown;

/** Two lanes side by side, and what each run of them was. */
function beside(left: Run, right: Run) {
  const runs: string[] = [];
  const ran = (run: Run) => (_state: object, context: Context) => {
    runs.push(`${context.node} ${context.attempt}`);
    return run(context) as object;
  };
  const pair = graph({
    name: 'pair',
    state: { log: append(z.string()) },
    limits: { calls: 5 },
    start: 'fan',
    nodes: {
      fan: { next: { all: ['left', 'right'], then: 'end' } },
      left: { run: ran(left), retry: { attempts: 2 }, next: 'end', onError: 'end' },
      right: { run: ran(right), retry: { attempts: 2 }, next: 'end' },
      end: { final: true },
    },
  });
  return { pair, runs };
}

function opened(graphs: NonNullable<Parameters<typeof open>[0]>['graphs'], isLater: boolean): Cairn {
  const cairn = open({ store: refusing('poison', isLater), graphs });
  onTestFinished(() => cairn.close());
  return cairn;
}

describe.each([false, true])('what no store keeps, on one that answers later: %s', (isLater) => {
  test('is a result: its node runs once an attempt, and the one whose result came with it once in all', async () => {
    const { pair, runs } = beside(
      () => ({ log: ['poison'] }),
      () => ({ log: ['right'] }),
    );
    const ended = await (await opened([pair], isLater).start(pair, {})).settled();
    expect(ended).toMatchObject({ status: 'done', state: { log: ['right'] } });
    expect(runs.toSorted()).toEqual(['left 1', 'left 2', 'right 1']);
  });

  test('is a question: its node runs once an attempt, and the one that asked with it once until it is answered', async () => {
    const { pair, runs } = beside(
      async ({ ask }) => ({ log: [await ask('question', { payload: 'poison', answer: z.string() })] }),
      async ({ ask }) => ({ log: [await ask('question', { answer: z.string() })] }),
    );
    const thread = await opened([pair], isLater).start(pair, {});
    expect(await thread.settled()).toMatchObject({ status: 'waiting', questions: [{ key: 'question' }] });
    expect(runs.toSorted()).toEqual(['left 1', 'left 2', 'right 1']);
    await thread.answer('question', 'yes');
    expect(await thread.settled()).toMatchObject({ status: 'done', state: { log: ['yes'] } });
    expect(runs.toSorted()).toEqual(['left 1', 'left 2', 'right 1', 'right 1']);
  });

  test('leaves a budget as it is: what was spent with it counts once', async () => {
    const spent: string[] = [];
    const { pair } = beside(
      () => ({ log: ['poison'] }),
      async ({ spend, step }) => {
        spend('calls', 3);
        await step('call', () => 'called');
        spend('calls', 2);
        spent.push('within');
        spend('calls', 1);
        spent.push('beyond');
      },
    );
    const thread = await opened([pair], isLater).start(pair, {});
    expect(await thread.settled()).toMatchObject({ status: 'failed', failed: [{ code: 'limit/exceeded' }] });
    expect(spent).toEqual(['within']);
  });
});

const desk = graph({
  name: 'desk',
  state: { log: append(z.string()) },
  events: { open: z.string(), note: z.string() },
  start: 'closed',
  nodes: {
    closed: { on: { open: { to: 'opened', update: (_s, by) => ({ log: [by] }) } } },
    opened: { on: { note: { to: 'opened', update: (_s, line) => ({ log: [line] }) } } },
  },
});

test.each([false, true])(
  'what is sent and no store keeps is told once as refused, on one that answers later: %s',
  async (isLater) => {
    const heard: RuntimeEvent[] = [];
    const onEvent = (event: RuntimeEvent): void => void heard.push(event);
    const cairn = open({ store: refusing('poison', isLater), graphs: [desk], onEvent });
    onTestFinished(() => cairn.close());
    const thread = await cairn.start(desk, {}, { id: 'one' });
    await expect(thread.send('open', 'poison')).rejects.toMatchObject({ code: 'store/refused' });
    expect(heard.filter(({ type }) => type === 'refused')).toHaveLength(1);
    await thread.send('open', 'Ada');
    await thread.send('note', 'poison', { id: 'left' }).catch(() => undefined);
    const refused = heard.filter(({ type }) => type === 'refused');
    expect(refused).toMatchObject([
      { thread: 'one', input: 'event', error: { code: 'store/refused' } },
      { thread: 'one', input: 'message', error: { code: 'store/refused' } },
    ]);
  },
);

describe.each([false, true])('a message that no store keeps, on one that answers later: %s', (isLater) => {
  test('is refused alone where it was kept, and what was kept beside it is taken', async () => {
    const cairn = opened([desk], isLater);
    const thread = await cairn.start(desk, {}, { id: 'one' });
    await thread.settled();
    for (const line of ['first', 'poison', 'last']) await thread.send('note', line, { queue: true, id: line });
    await thread.send('open', 'Ada');
    expect((await thread.settled()).state.log).toEqual(['Ada', 'first', 'last']);
    const again = ['first', 'poison', 'last'].map((line) => thread.send('note', line, { queue: true, id: line }));
    const heard = (await Promise.allSettled(again)).map((each) => ('reason' in each ? each.reason : 'ok') as unknown);
    expect(heard).toMatchObject(['ok', { code: 'store/refused' }, 'ok']);
    expect((await thread.settled()).state.log).toEqual(['Ada', 'first', 'last']);
  });

  test('is refused alone where it came with others, and each sender hears what came of its own', async () => {
    const store = refusing('poison', isLater);
    const [here, sender] = [open({ store, graphs: [desk] }), open({ store, graphs: [desk], drive: false })];
    const thread = await here.start(desk, {}, { id: 'one' });
    await thread.send('open', 'Ada');
    const working = here.work();
    const lines = ['first', 'poison', 'last'];
    const heard = await Promise.allSettled(lines.map((line) => sender.thread(desk, 'one').send('note', line)));
    expect(heard.map((each) => ('reason' in each ? (each.reason as unknown) : 'ok'))).toMatchObject([
      'ok',
      { code: 'store/refused' },
      'ok',
    ]);
    expect((await thread.settled()).state.log.toSorted()).toEqual(['Ada', 'first', 'last']);
    await here.close();
    await sender.close();
    await working;
  });
});
