import { assign, fromPromise, setup, type AnyStateMachine } from 'xstate';
import { expect, test } from 'vitest';
import { fromXState, type MachineMigration } from '../../src/index.ts';
import { Deploys } from './deploys.ts';

/** What actions did. */
class Done {
  readonly done: string[] = [];
  readonly does = (what: string) => (): void => void this.done.push(what);
}

/** An action that never ends, so that it and those after it are pending when the next process begins. */
const hangs = (): Promise<void> => new Promise(() => undefined);

/** A machine that has these actions on its way into `b`. */
function machineOf(entry: readonly unknown[], actions: object = {}) {
  return setup({ actions: actions }).createMachine({
    id: 'm',
    initial: 'a',
    states: { a: { on: { GO: 'b' } }, b: { entry, on: { END: 'c' } }, c: { type: 'final' } },
  } as never) as unknown as AnyStateMachine;
}

function deployed(deploys: Deploys, machine: AnyStateMachine, options: object = {}) {
  return deploys.deploy(fromXState('desk', machine, options));
}

/** A thread whose actions are pending. */
async function pending(deploys: Deploys, machine: AnyStateMachine, options: object = { version: '1' }) {
  const { cairn, graph } = await deployed(deploys, machine, options);
  const thread = await cairn.start(graph, {}, { id: 't' });
  await thread.send('GO' as never, undefined as never);
  await deploys.clock.advance(0);
}

const done: string[] = [];
const mail = (): void => void done.push('mail');
const print = (): void => void done.push('print');

/** The error of a thread that failed. */
async function failure(deploys: Deploys, machine: AnyStateMachine, options: object = { version: '1' }) {
  const { thread } = await deployed(deploys, machine, options);
  const settled = await thread.settled();
  if (settled.status !== 'failed') throw new Error(`it is ${settled.status}`);
  return settled.failed[0] as { readonly code?: string; readonly message: string };
}

test('a named action that is gone fails the thread by name, and runs once it is back', async () => {
  const deploys = new Deploys();
  await pending(deploys, machineOf(['notify'], { notify: hangs }));
  const { done: told, does } = new Done();
  const error = await failure(deploys, machineOf(['notifi'], { notifi: does('other') }));
  expect(error).toMatchObject({ code: 'machine/unfit' });
  expect(error.message).toContain('action "notify" is still to be run, and is gone. Did you mean "notifi"?');
  expect(told).toEqual([]);
  const { thread } = await deployed(deploys, machineOf(['notify'], { notify: does('notified') }), { version: '1' });
  await thread.resume();
  await thread.settled();
  expect(told).toEqual(['notified']);
});

test('a named action that is one of XState now is not taken for it', async () => {
  const deploys = new Deploys();
  await pending(deploys, machineOf(['notify'], { notify: hangs }));
  const error = await failure(deploys, machineOf(['notify'], { notify: assign({ n: 1 }) }));
  expect(error.message).toContain(`action "notify" is still to be run, and is one of XState's own now`);
});

test.each<{ what: string; migrate: readonly MachineMigration[]; says: string }>([
  { what: 'without a word', migrate: [], says: 'action "notify" is still to be run, and is gone' },
  {
    what: 'while another is renamed',
    migrate: [{ actions: { notifi: 'tell' } }],
    says: 'action "notify" is still to be run, and is gone',
  },
])(
  'a thread of an older version whose action is gone is refused, $what, and is unharmed',
  async ({ migrate, says }) => {
    const deploys = new Deploys();
    await pending(deploys, machineOf(['notify'], { notify: hangs }));
    const { done: told, does } = new Done();
    const today = machineOf(['tell'], { tell: does('told') });
    const { thread } = await deployed(deploys, today, { version: '2', migrate });
    const refused = await thread.send('END' as never, undefined as never).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'thread/changed-graph' });
    expect(String(refused)).toContain(says);
    const first = await deployed(deploys, machineOf(['notify'], { notify: does('notified') }), { version: '1' });
    await first.thread.settled();
    expect(told).toEqual(['notified']);
  },
);

test('a renamed action runs under its new name and its old key, and those before it never again', async () => {
  const deploys = new Deploys();
  const keys: string[] = [];
  const before = setup({}).createMachine({
    id: 'm',
    initial: 'a',
    states: { a: { on: { GO: 'b' } }, b: { entry: ['first', 'second', 'third'] } },
  } as never) as unknown as AnyStateMachine;
  const keep = ({ key }: { readonly key: string }): void => void keys.push(key);
  const first = { first: keep, second: (facts: never): Promise<void> => (keep(facts), hangs()), third: keep };
  await pending(deploys, before, { version: '1', actions: first });
  const { thread } = await deployed(deploys, machineOf(['eins', 'zwei', 'drei'], {}), {
    version: '2',
    migrate: [{ from: '1', actions: { first: 'eins', second: 'zwei', third: 'drei' } }],
    actions: { eins: keep, zwei: keep, drei: keep },
  });
  await thread.settled();
  expect(keys.length).toBe(4);
  expect(keys[2]).toBe(keys[1]);
  expect(new Set(keys).size).toBe(3);
});

test('an action that is written in place is found by what it is, wherever in its list it stands', async () => {
  const deploys = new Deploys();
  done.length = 0;
  let isSlow = true;
  const slow = (): Promise<void> | undefined => {
    if (isSlow) return hangs();
    done.push('slow');
    return undefined;
  };
  await pending(deploys, machineOf([slow, mail, print]));
  isSlow = false;
  const { thread } = await deployed(deploys, machineOf([print, () => done.push('new'), mail, slow]), { version: '1' });
  expect((await thread.settled()).status).toBe('waiting');
  expect(done).toEqual(['slow', 'mail', 'print']);
});

test('what is written in place of an action is not taken for it, but where migrate says so', async () => {
  const deploys = new Deploys();
  const { done: told } = new Done();
  await pending(deploys, machineOf([hangs]));
  const other = machineOf([() => told.push('another')]);
  const error = await failure(deploys, other);
  expect(error).toMatchObject({ code: 'machine/unfit' });
  expect(error.message).toContain(
    'the action that is written at "m.b/entry/0" is still to be run, and none there is known to be the same',
  );
  expect(told).toEqual([]);
  const { thread } = await deployed(deploys, other, {
    version: '2',
    migrate: [{ actions: { 'm.b/entry/0': 'm.b/entry/0' } }],
  });
  await thread.resume();
  await thread.settled();
  expect(told).toEqual(['another']);
});

test('an action that is written in place is missed where none is any more', async () => {
  const deploys = new Deploys();
  await pending(deploys, machineOf([hangs]));
  const error = await failure(deploys, machineOf(['notify'], { notify: () => undefined }));
  expect(error.message).toContain('"m.b/entry/0" is still to be run, and none is written there any more');
});

test('two that are written alike are told apart by their places only while there are as many', async () => {
  const deploys = new Deploys();
  const told: string[] = [];
  const tells =
    (what: string, isSlow = false) =>
    () => {
      if (isSlow) return hangs();
      told.push(what);
      return undefined;
    };
  await pending(deploys, machineOf([tells('a', true), tells('b')]));
  const error = await failure(deploys, machineOf([tells('new'), tells('a'), tells('b')]));
  expect(error.message).toContain('none there is known to be the same');
  expect(told).toEqual([]);
  const { thread } = await deployed(deploys, machineOf([() => 'new', tells('a'), tells('b')]), { version: '1' });
  await thread.resume();
  await thread.settled();
  expect(told).toEqual(['a', 'b']);
});

test('an action goes with its state, also where the end of what that invokes has it', async () => {
  const deploys = new Deploys();
  const told: string[] = [];
  const note = (): void => void told.push('noted');
  const machine = (work: string, actions: readonly unknown[]) =>
    setup({ actors: { load: fromPromise(async () => 1) } }).createMachine({
      id: 'm',
      initial: work,
      states: { [work]: { invoke: { src: 'load', onDone: { actions } } } },
    } as never) as unknown as AnyStateMachine;
  const first = await deployed(deploys, machine('work', [hangs, note]), { version: '1' });
  await first.cairn.start(first.graph, {}, { id: 't' });
  await deploys.clock.advance(0);
  const { thread } = await deployed(deploys, machine('toil', [note, () => told.push('other')]), {
    version: '2',
    migrate: [
      {
        states: { 'm.work': 'm.toil' },
        actions: {
          'm.work/on/xstate.done.actor.0.m.work/0/actions/0': 'm.toil/on/xstate.done.actor.0.m.toil/0/actions/1',
        },
      },
    ],
  });
  await thread.settled();
  expect(told).toEqual(['other', 'noted']);
});

test('an action that nothing implemented does nothing, as in XState', async () => {
  const deploys = new Deploys();
  await pending(deploys, machineOf(['slow', 'nothing'], { slow: hangs }));
  const { thread } = await deployed(deploys, machineOf([], { slow: () => undefined }), { version: '1' });
  expect((await thread.settled()).status).toBe('waiting');
});

test('an action that only the host implemented is missed where it does no more', async () => {
  const deploys = new Deploys();
  await pending(deploys, machineOf(['notify']), { version: '1', actions: { notify: hangs } });
  const error = await failure(deploys, machineOf(['notify']));
  expect(error.message).toContain('action "notify" is still to be run, and is gone');
});
