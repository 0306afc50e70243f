import { setup, type AnyStateMachine } from 'xstate';
import { expect, test } from 'vitest';
import { fromXState } from '../../../src/index.ts';
import { Deploys } from '../deploys.ts';

/** Two regions that wait beside each other. */
function waiting(first: number, second: number): AnyStateMachine {
  const region = (delay: number) => ({
    initial: 'on',
    states: { on: { after: { [delay]: 'off' } }, off: { type: 'final' as const } },
  });
  return setup({}).createMachine({
    id: 'm',
    type: 'parallel',
    on: { LOOK: {} },
    states: { first: region(first), second: region(second) },
  });
}

const minute = 60_000;

test.each(['fork', 'rewind'] as const)(
  'a migration in a %s counts a delay that is another now from when the state was entered, as though no time had passed since',
  async (how) => {
    const deploys = new Deploys();
    const first = await deploys.deploy(fromXState('m', waiting(60 * minute, 90 * minute), { version: '1' }));
    await first.cairn.start(first.graph, {}, { id: 't' });
    await deploys.clock.advance('15m');
    const { thread } = await deploys.deploy(fromXState('m', waiting(120 * minute, 90 * minute), { version: '2' }));
    if (how === 'rewind') await thread.rewind(2);
    const taken = how === 'fork' ? await thread.fork(2, { id: 'f' }) : thread;
    const came: string[] = [];
    const began = deploys.clock.now();
    const due = async (): Promise<number> => {
      const at = await taken.settled();
      return ((at.status === 'waiting' ? at.due : undefined) ?? Number.NaN) - began;
    };
    await taken.send('LOOK' as never);
    expect(await due()).toBe(90 * minute);
    await deploys.clock.advance('90m');
    came.push((await taken.settled()).state.value);
    expect(await due()).toBe(120 * minute);
    await deploys.clock.advance('30m');
    came.push((await taken.settled()).state.value);
    expect(came).toEqual(['first.on, second.off', 'second.off, first.off']);
  },
);
