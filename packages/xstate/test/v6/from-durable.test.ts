import { setup, type AnyActorLogic } from 'xstate6';
import { createDurable } from 'xstate6/durable';
import { expect, test } from 'vitest';
import { Deploys } from '../graph/deploys.ts';
import { fromDurable, type DurableMachine, type FromDurableOptions } from '../../src/v6.ts';

/** Never ends. XState waits for no action, and so types none that is waited for. */
const hangs = (() => new Promise(() => undefined)) as unknown as () => void;

/** A machine that begins with an action of a name. */
function machineOf(name: string, does: () => void): AnyActorLogic {
  return setup({ actions: { [name]: does } }).createMachine({
    id: 'm',
    entry: (_, enq) => enq(does),
  }) as unknown as AnyActorLogic;
}

function hosted(machine: AnyActorLogic, options: Partial<FromDurableOptions<DurableMachine>> = {}): unknown {
  return fromDurable('m', machine as never, { createDurable, ...options });
}

test('an action of a machine of XState 6 that is gone fails its thread by name, and runs once it is back', async () => {
  const deploys = new Deploys();
  const first = await deploys.deploy(hosted(machineOf('notify', hangs)));
  await first.cairn.start(first.graph, {}, { id: 't' });
  await deploys.clock.advance(0);
  const second = await deploys.deploy(hosted(machineOf('tell', () => undefined)));
  const failed = await second.thread.settled();
  expect(failed).toMatchObject({ status: 'failed', failed: [{ code: 'machine/unfit' }] });
  expect(JSON.stringify(failed)).toContain('action \\"notify\\" is still to be run, and is gone');
  let told = 0;
  const third = await deploys.deploy(hosted(machineOf('notify', () => void (told += 1))));
  await third.thread.resume();
  expect((await third.thread.settled()).status).toBe('waiting');
  expect(told).toBe(1);
});

test('an action of a machine of XState 6 is tried as often as is said of it, and then waits for resume', async () => {
  const deploys = new Deploys();
  let told = 0;
  const fails = () => {
    told += 1;
    if (told < 4) throw new Error('down');
  };
  const { cairn, graph, thread } = await deploys.deploy(
    hosted(machineOf('notify', fails), { actions: { notify: { attempts: 2 } } }),
  );
  await cairn.start(graph, {}, { id: 't' });
  expect((await thread.settled()).status).toBe('failed');
  expect(told).toBe(2);
  await thread.resume();
  expect((await thread.settled()).status).toBe('waiting');
  expect(told).toBe(4);
});
