import { createMachine, fromPromise, setup, type AnyStateMachine } from 'xstate';
import { expect, test } from 'vitest';
import { fromXState, type MachineMigration } from '../../src/index.ts';
import { Deploys } from './deploys.ts';

const child = createMachine({ id: 'child', initial: 'low', states: { low: {}, high: {} } });

const machine = setup({
  actors: { child, load: fromPromise(async () => 1) },
  actions: { notify: () => undefined },
}).createMachine({
  id: 'desk',
  initial: 'waiting',
  states: { waiting: { entry: [() => undefined, 'notify'] }, over: {} },
}) as unknown as AnyStateMachine;

test.each<{ what: string; migration: MachineMigration; says: string }>([
  { what: 'a state', migration: { states: { 'desk.idle': 'desk.wating' } }, says: 'Did you mean "desk.waiting"?' },
  { what: 'an actor', migration: { actors: { fetch: 'lod' } }, says: 'Did you mean "load"?' },
  { what: 'an action', migration: { actions: { tell: 'notifi' } }, says: 'Did you mean "notify"?' },
])('a migration to $what that the machine has not is refused when the graph is made', ({ migration, says }) => {
  expect(() => fromXState('desk', machine, { migrate: [migration] })).toThrow(
    expect.objectContaining({ code: 'machine/unfit', message: expect.stringContaining(says) }),
  );
});

test('a migration may lead to whatever the machine, or one that it begins, has', () => {
  const migrate: MachineMigration[] = [
    {
      states: { a: 'child.high', b: 'desk', c: 'desk.over' },
      actors: { x: 'child' },
      actions: { y: 'desk.waiting/entry/0', z: 'heard' },
    },
  ];
  expect(() => fromXState('desk', machine, { migrate, actions: { heard: () => undefined } })).not.toThrow();
});

test('an older name that was mistyped is told where a state is missed', async () => {
  const deploys = new Deploys();
  const first = await deploys.deploy(fromXState('desk', machine, { version: '1' }));
  await first.cairn.start(first.graph, {}, { id: 't' });
  const today = createMachine({ id: 'desk', initial: 'resting', states: { resting: {} } });
  const second = await deploys.deploy(
    fromXState('desk', today, { version: '2', migrate: [{ states: { 'desk.wating': 'desk.resting' } }] }),
  );
  const refused = await second.thread.send('*' as never, { type: 'LOOK' } as never).catch((error: unknown) => error);
  expect(String(refused)).toContain('state "desk.waiting" is gone');
  expect(String(refused)).toContain(
    '"migrate" names state "desk.wating", which it is not in. Did you mean "desk.waiting"?',
  );
});
