import { join } from 'node:path';
import { open, type OpenOptions, type ThreadEvent } from '@cairn/core';
import { sqlite, type SqliteStore } from '@cairn/sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { folder } from '../folder.ts';
import { program, type Program } from '../program.ts';
import { expectWhole, rowsOf } from '../thread-facts.ts';
import { until } from '../until.ts';
import { graphs } from './graphs.ts';

const { slow, tally, nested, deadly, timed, telling } = graphs({
  say: () => undefined,
  hears: () => Promise.reject(new Error('it is driven in the process of the test')),
});

/** A file, a runtime in this process that drives nothing, and a way to have more processes. */
function given(options: Partial<OpenOptions> = {}) {
  const path = join(folder(), 'cairn.db');
  const store: SqliteStore = sqlite(path);
  const cairn = open({ store, graphs: [slow, tally, nested, deadly, timed, telling], drive: false, ...options });
  onTestFinished(() => cairn.close());
  const owner = async (opening: object = {}, working: object = {}): Promise<Program> => {
    const file = new URL('owner.ts', import.meta.url);
    const started = program(file, [path, JSON.stringify(opening), JSON.stringify(working)]);
    await started.hears('works');
    return started;
  };
  return { path, store, cairn, owner };
}

describe('workers', () => {
  test('a worker drives threads that another process creates, soon', async () => {
    const { cairn, owner } = given();
    const worker = await owner();
    for (const word of ['one', 'two']) worker.say(word);
    // The quickest of them says how often it looks: on a busy machine another has to be created.
    let quickest = Infinity;
    let last = '';
    for (let count = 0; count < 6 || quickest >= 150; count += 1) {
      const began = performance.now();
      last = `a${count}`;
      await cairn.start(slow, {}, { id: last });
      await worker.hears(`in one of ${last}`);
      quickest = Math.min(quickest, performance.now() - began);
    }
    expect(await cairn.thread(slow, 'a0').ended()).toMatchObject({ status: 'done', state: { log: ['one', 'two'] } });
    await worker.hears(`status ${last} done`);
  });

  test('a worker drives at most so many threads at once', async () => {
    const { cairn, store, owner } = given();
    for (const id of ['a', 'b', 'c']) await cairn.start(slow, {}, { id });
    const worker = await owner({}, { concurrency: 2 });
    await worker.hears('in one of a');
    await worker.hears('in one of b');
    expect((await store.thread('c'))?.owner).toBeNull();
    for (const word of ['one', 'two']) worker.say(word);
    await worker.hears('status c done');
  });

  test('SIGTERM lets what runs end, starts nothing else, and ends the process', async () => {
    const { cairn, store, owner } = given();
    const thread = await cairn.start(slow, {}, { id: 'a' });
    const worker = await owner();
    await worker.hears('in one of a');
    await worker.signal('SIGTERM');
    await worker.hears('stopping');
    const other = await cairn.start(slow, {}, { id: 'b' });
    worker.say('one');
    await worker.hears('released a');
    await worker.hears('stopped');
    expect(await worker.ended).toEqual({ code: 0, signal: null });
    expect(worker.lines.filter((line) => line.startsWith('in') || line.startsWith('aborted'))).toEqual(['in one of a']);
    expect(await store.thread('a')).toMatchObject({ owner: null, status: 'running', takeovers: 0 });
    const next = await owner();
    for (const word of ['one', 'two']) next.say(word);
    for (const each of [thread, other]) expect((await each.ended()).state).toEqual({ log: ['one', 'two'], runs: 2 });
    expect(next.lines).not.toContain('in one of a');
  });

  test('what runs longer than the drain is aborted and runs again elsewhere', async () => {
    const { cairn, owner } = given();
    const thread = await cairn.start(slow, {}, { id: 'a' });
    const worker = await owner({}, { drain: '50ms' });
    await worker.hears('in one of a');
    await worker.signal('SIGTERM');
    await worker.hears('aborted a');
    expect(await worker.ended).toEqual({ code: 0, signal: null });
    const next = await owner();
    for (const word of ['one', 'two']) next.say(word);
    expect((await thread.ended()).state).toEqual({ log: ['one', 'two'], runs: 2 });
  });
});

describe('recovery', () => {
  test('a timer that came due while no process lived fires once at the next start', async () => {
    const { cairn, store, owner } = given();
    const first = await owner();
    const thread = await cairn.start(timed, {}, { id: 'a' });
    await first.hears('status a waiting');
    await first.signal('SIGKILL');
    // Counted from the first row: on a slow machine the owner may have fired it before it was killed.
    const [started] = await rowsOf(store, 'a');
    await until('the timer is due', () => Date.now() > (started?.time ?? Infinity) + 2_000);
    await owner();
    expect(await thread.ended()).toMatchObject({ status: 'done', state: { fired: 1 } });
    expect((await rowsOf(store, 'a')).filter(({ cause }) => cause === 'timer')).toHaveLength(1);
  });

  test('an event that was queued while no process lived is taken once', async () => {
    const { cairn, store, owner } = given();
    const first = await owner();
    const thread = await cairn.start(tally, {}, { id: 'a' });
    await first.hears('status a waiting');
    await first.signal('SIGKILL');
    await thread.send('add', { by: 'me', amount: 3 }, { queue: true });
    await thread.send('close', {}, { queue: true });
    await owner();
    expect(await thread.ended()).toMatchObject({ status: 'done', state: { total: 3, by: ['me'] } });
    await expectWhole(store, 'a');
  });

  test('a thread that kills its process again and again is failed, which says so, and can be resumed', async () => {
    const { cairn, store, owner } = given();
    const thread = await cairn.start(deadly, {}, { id: 'a' });
    for (let deaths = 0; deaths < 3; deaths += 1) {
      const worker = await owner({ takeovers: 2 });
      expect(await worker.ended).toEqual({ code: null, signal: 'SIGKILL' });
    }
    const worker = await owner({ takeovers: 2 });
    await worker.hears('status a failed');
    const result = await thread.settled();
    expect(result).toMatchObject({ status: 'failed', failed: [{ node: 'die', code: 'thread/abandoned' }] });
    expect((await cairn.threads({ status: ['failed'] })).threads.map(({ id }) => id)).toEqual(['a']);
    await thread.resume();
    expect(await worker.ended).toEqual({ code: null, signal: 'SIGKILL' });
    await expectWhole(store, 'a');
  });
});

describe('owners', () => {
  test('an owner that slept past its lease is refused when it wakes, and stops what it runs', async () => {
    const { cairn, store, owner } = given();
    const thread = await cairn.start(slow, {}, { id: 'a' });
    const sleeper = await owner({ lease: '300ms' });
    await sleeper.hears('in one of a');
    await sleeper.signal('SIGSTOP');
    const other = await owner();
    await other.hears('in one of a');
    expect(await store.thread('a')).toMatchObject({ fence: 3, takeovers: 1 });
    await sleeper.signal('SIGCONT');
    await sleeper.hears('aborted a');
    await sleeper.hears('lost a');
    sleeper.say('one');
    for (const word of ['one', 'two']) other.say(word);
    expect((await thread.ended()).state).toEqual({ log: ['one', 'two'], runs: 2 });
    expect((await rowsOf(store, 'a')).filter(({ cause }) => cause === 'step')).toHaveLength(1);
    await expectWhole(store, 'a');
  });

  test('an owner that wakes with its result at hand is refused by the store', async () => {
    const { cairn, store, owner } = given();
    const thread = await cairn.start(slow, {}, { id: 'a' });
    const sleeper = await owner({ lease: '300ms' });
    await sleeper.hears('in one of a');
    await sleeper.signal('SIGSTOP');
    // The line is there before any timer of the sleeper: its activity goes on at once when it wakes.
    sleeper.say('one');
    const other = await owner();
    await other.hears('in one of a');
    await sleeper.signal('SIGCONT');
    await sleeper.hears('lost a');
    for (const word of ['one', 'two']) other.say(word);
    expect((await thread.ended()).state).toEqual({ log: ['one', 'two'], runs: 2 });
    expect((await rowsOf(store, 'a')).filter(({ cause }) => cause === 'step')).toHaveLength(1);
  });

  test.each(['wait', 'replace'])('of processes that race for threads none loses an update (%s)', async (onBusy) => {
    const { path, cairn, store } = given();
    const ids = ['a', 'b', 'c', 'd'];
    for (const id of ids) await cairn.start(tally, {}, { id });
    const file = new URL('sender.ts', import.meta.url);
    const names = ['p', 'q', 'r', 's'];
    const senders = names.map((name) => program(file, [path, name, '15', onBusy, ...ids]));
    await Promise.all(senders.map((each) => each.hears('ready')));
    for (const each of senders) each.say('go');
    for (const each of senders) expect(await each.ended).toEqual({ code: 0, signal: null });
    for (const id of ids) {
      const { state } = await cairn.thread(tally, id).settled();
      expect(state.total).toBe(names.length * 15);
      expect(new Set(state.by).size).toBe(names.length * 15);
      for (const name of names) {
        const own = state.by.filter((by) => by.startsWith(name));
        expect(own).toEqual(Array.from({ length: 15 }, (_each, count) => `${name}${count}`));
      }
      await expectWhole(store, id);
    }
    expect(store.integrity()).toEqual([]);
  });

  test('what is done with a thread that another process drives is said at opening or with the call', async () => {
    const { cairn, path, owner } = given();
    await cairn.start(nested, {}, { id: 'a' });
    const worker = await owner();
    await worker.hears('in busy of a');
    const strict = open({ store: sqlite(path), graphs: [nested], recover: false, onBusy: 'refuse' });
    onTestFinished(() => strict.close());
    const thread = strict.thread(nested, 'a');
    await expect(thread.answer('name', 'Ada')).rejects.toMatchObject({ code: 'thread/busy' });
    await thread.answer('name', 'Ada', { onBusy: 'wait' });
    await expect(thread.answer('name', 'Ada', { onBusy: 'wait' })).rejects.toMatchObject({ code: 'answer/not-asked' });
    await thread.cancel('mine now', { onBusy: 'replace' });
    await worker.hears('aborted');
    await worker.hears('lost a');
    expect(await thread.settled()).toMatchObject({ status: 'cancelled', reason: 'mine now' });
  });
});

describe('other processes', () => {
  test('an answer reaches a thread that another process drives, and one that does not fit is refused', async () => {
    const { cairn, owner } = given();
    const thread = await cairn.start(nested, {}, { id: 'a' });
    const worker = await owner();
    await worker.hears('in busy of a');
    await expect(thread.answer('nobody', 'Ada')).rejects.toMatchObject({ code: 'answer/not-asked' });
    await expect(thread.answer('name', '')).rejects.toMatchObject({ code: 'value/invalid' });
    await thread.answer('name', 'Ada');
    worker.say('busy');
    expect(await thread.ended()).toMatchObject({ status: 'done' });
  });

  test('an event that nothing accepts is refused across processes', async () => {
    const { cairn, owner } = given();
    const thread = await cairn.start(tally, {}, { id: 'a' });
    await owner();
    await thread.send('close', {});
    await thread.ended();
    await expect(thread.send('close', {})).rejects.toMatchObject({ code: 'thread/over' });
  });

  test('cancelling reaches a running activity in another process, and closes the deepest lanes first', async () => {
    const { cairn, store, owner } = given();
    const thread = await cairn.start(nested, {}, { id: 'a' });
    const worker = await owner();
    await worker.hears('in busy of a');
    await thread.cancel('enough');
    await worker.hears('aborted inside.1/pair.1/busy');
    expect(await thread.settled()).toMatchObject({ status: 'cancelled', reason: 'enough' });
    const last = (await rowsOf(store, 'a')).at(-1);
    expect(last).toMatchObject({ cause: 'cancel', note: { reason: 'enough' } });
    expect(last?.note?.cancelled).toEqual(['inside.1/pair.1/asking', 'inside.1/pair.1/busy', 'inside.1']);
    await worker.hears('status a cancelled');
    await expect(thread.resume()).rejects.toMatchObject({ code: 'thread/over' });
  });
});

describe('what another process shows', () => {
  test('is heard while it goes on, over the death of that process, and by whoever comes back with an id', async () => {
    const { path, cairn, owner } = given();
    const thread = await cairn.start(telling, {}, { id: 'a' });
    const events: ThreadEvent[] = [];
    const said = () =>
      events.flatMap((event) =>
        event.type === 'output' ? [event.data] : event.type === 'attempt' || event.type === 'run' ? [event.type] : [],
      );
    const watching = (async () => {
      for await (const event of thread.watch({ from: 1, until: 'ended' })) events.push(event);
    })();
    const first = await owner({ outputs: 'stored' });
    await until('the run that goes on was heard', () => said().length === 2);
    first.say('go on');
    await until('what follows a step was heard', () => said().includes('half'));
    await first.signal('SIGKILL');
    const second = await owner({ outputs: 'stored' });
    await until('the second run was heard', () => said().length === 5);
    for (const word of ['go on', 'end']) second.say(word);
    await watching;
    expect(said()).toEqual(['attempt', 'begun', 'half', 'run', 'begun', 'through']);

    const other = open({ store: sqlite(path), graphs: [telling], drive: false });
    onTestFinished(() => other.close());
    for (const [index, { id, type }] of events.entries()) {
      if (type !== 'output' && type !== 'checkpoint') continue;
      const rest: ThreadEvent[] = [];
      for await (const event of other.thread(telling, 'a').watch({ from: id })) rest.push(event);
      const kept = (all: readonly ThreadEvent[]) => all.filter((event) => event.type !== 'status');
      expect(kept(rest), `after ${id}`).toEqual(kept(events.slice(index + 1)));
    }
  });
});
