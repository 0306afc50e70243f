import { setup, type AnyStateMachine } from 'xstate';
import { expect, test } from 'vitest';
import { fromXState, type MachineMigration } from '../../src/index.ts';
import { Deploys } from './deploys.ts';

/** A machine that comes back to where it was. */
function reading(second: string, back = 'back') {
  return setup({}).createMachine({
    id: 'm',
    initial: 'open',
    states: {
      open: {
        initial: 'first',
        on: { PAUSE: 'paused' },
        states: { first: { on: { NEXT: second } }, [second]: {}, [back]: { type: 'history' } },
      },
      paused: { on: { RESUME: `open.${back}` } },
    },
  } as never) as unknown as AnyStateMachine;
}

/** A thread that rests beside what its history remembers. */
async function paused(deploys: Deploys) {
  const { cairn, graph } = await deploys.deploy(fromXState('desk', reading('second'), { version: '1' }));
  const thread = await cairn.start(graph, {}, { id: 't' });
  await thread.send('NEXT' as never, undefined as never);
  await thread.send('PAUSE' as never, undefined as never);
}

test.each<{ what: string; today: AnyStateMachine; says: string }>([
  {
    what: 'a state that a history remembers',
    today: reading('seconds'),
    says: 'state "m.open.second" is gone, which history "m.open.back" remembers. Did you mean "m.open.seconds"?',
  },
  {
    what: 'a history that remembers',
    today: reading('second', 'bac'),
    says: 'history "m.open.back" is gone, and it remembers m.open.second. Did you mean "m.open.bac"?',
  },
])('$what is missed where it is gone, and the thread is unharmed', async ({ today, says }) => {
  const deploys = new Deploys();
  await paused(deploys);
  const second = await deploys.deploy(fromXState('desk', today, { version: '2' }));
  const refused = await second.thread.send('RESUME' as never, undefined as never).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'thread/changed-graph' });
  expect(String(refused)).toContain(says);
  const first = await deploys.deploy(fromXState('desk', reading('second'), { version: '1' }));
  await first.thread.send('RESUME' as never, undefined as never);
  expect((await first.thread.now()).state.value).toBe('open.second');
});

test.each<{ what: string; migration: MachineMigration; ends: string }>([
  { what: 'under its new name', migration: { states: { 'm.open.second': 'm.open.zweiter' } }, ends: 'open.zweiter' },
  {
    what: 'no more, where a migration has it forgotten',
    migration: { snapshot: (old) => ({ ...old, historyValue: {} }) },
    ends: 'open.first',
  },
])('a state that a history remembers is come back to $what', async ({ migration, ends }) => {
  const deploys = new Deploys();
  await paused(deploys);
  const { thread } = await deploys.deploy(
    fromXState('desk', reading('zweiter'), { version: '2', migrate: [migration] }),
  );
  await thread.send('RESUME' as never, undefined as never);
  expect((await thread.now()).state.value).toBe(ends);
});
