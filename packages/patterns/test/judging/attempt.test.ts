import { expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { check, diagram, graph, memory, mermaid, open, run, service, type FactsOf, type InputOf } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { attempt, worker, type Notice } from '@cairn/patterns';

const task = z.object({ service: z.string() });
const result = z.object({ version: z.number() });

function deploying(goodFrom: number) {
  const told: { notice: Notice; to?: string; key: string }[] = [];
  const deploy = attempt({
    name: 'deploy',
    task,
    result,
    act: async ({ task: { service: name }, attempt: number, tried, hints }, { step }) => {
      expectTypeOf(name).toBeString();
      return step('roll out', () => ({ version: number + tried.length + hints.length }));
    },
    verify: async ({ result: { version } }) =>
      version >= goodFrom ? { ok: true } : { ok: false, reason: `${version} is not healthy` },
    attempts: 2,
    person: {
      notifier: {
        send: async (notice, { to, key }) => {
          told.push({ notice, key, ...(to !== undefined && { to }) });
        },
      },
      chain: [
        { who: 'ada', for: '4h' },
        { who: 'grace', for: '4h' },
      ],
      remind: '3h',
      deadline: '1d',
    },
  });
  return { deploy, told };
}

test('it is a graph without mistakes, that is drawn', () => {
  const { deploy } = deploying(1);
  expect(check(deploy)).toEqual([]);
  expect(mermaid(diagram(deploy))).toContain('verified');
});

test('a refused result is tried again, by what was wrong with it', async () => {
  const { deploy } = deploying(2);
  const ended = await run(deploy, { task: { service: 'api' } });
  expect(ended).toMatchObject({
    status: 'done',
    outcome: 'verified',
    state: { result: { version: 3 }, tried: [{ attempt: 1, reason: '1 is not healthy' }] },
  });
});

test('after so many a person is told and reminded, then the next one, and the deadline ends it', async () => {
  const { deploy, told } = deploying(99);
  const clock = virtualClock();
  const cairn = open({ store: memory(), graphs: [deploy], clock });
  const thread = await cairn.start(deploy, { task: { service: 'api' } });
  await clock.advance('23h');
  expect(await thread.settled()).toMatchObject({
    status: 'waiting',
    events: ['resolve', 'again', 'giveUp'],
    forSomebody: true,
  });
  expect(told.map(({ to }) => to)).toEqual([
    'ada',
    'ada',
    'grace',
    'grace',
    'grace',
    'grace',
    'grace',
    'grace',
    'grace',
  ]);
  expect(new Set(told.map(({ key }) => key)).size).toBe(told.length);
  await clock.advance('1h');
  expect(await thread.ended()).toMatchObject({ outcome: 'abandoned' });
  await cairn.close();
});

test('a hint begins as many attempts anew', async () => {
  const { deploy } = deploying(5);
  const clock = virtualClock();
  const cairn = open({ store: memory(), graphs: [deploy], clock });
  const thread = await cairn.start(deploy, { task: { service: 'api' } });
  await clock.advance('1m');
  await thread.send('again', { by: 'ada', hint: 'slowly' });
  await clock.advance('1m');
  expect(await thread.ended()).toMatchObject({ outcome: 'verified', state: { result: { version: 6 }, by: 'ada' } });
  await cairn.close();
});

test('a person may give the result, and it has to be one', async () => {
  const { deploy } = deploying(99);
  const clock = virtualClock();
  const cairn = open({ store: memory(), graphs: [deploy], clock });
  const thread = await cairn.start(deploy, { task: { service: 'api' } });
  await clock.advance('1m');
  await expect(thread.send('resolve', { by: 'ada', result: { version: 'x' as never } })).rejects.toMatchObject({
    code: 'value/invalid',
  });
  await thread.send('resolve', { by: 'ada', result: { version: 7 } });
  expect(await thread.ended()).toMatchObject({ outcome: 'resolved', state: { result: { version: 7 }, by: 'ada' } });
  await cairn.close();
});

interface Fleet {
  roll(name: string): Promise<number>;
}

const rolling = graph({
  name: 'rolling',
  state: { name: z.string(), version: z.number().optional() },
  services: { fleet: service<Fleet>() },
  start: 'roll',
  nodes: {
    roll: { run: async (s, { services }) => ({ version: await services.fleet.roll(s.name) }), next: 'rolled' },
    rolled: { final: true },
  },
});

test('a graph may be who acts, and what it needs the attempt needs', async () => {
  const deploy = attempt({
    name: 'deploy',
    task,
    result,
    act: worker(rolling, {
      input: ({ task: given }: { task: z.infer<typeof task> }) => ({ name: given.service }),
      output: ({ state }) => ({ version: state.version ?? 0 }),
    }),
    verify: () => ({ ok: true as const }),
  });
  expectTypeOf<InputOf<typeof deploy>>().toHaveProperty('task').toEqualTypeOf<{ service: string }>();
  expectTypeOf<FactsOf<typeof deploy>['services']>().toExtend<{ fleet: Fleet }>();
  const ended = await run(deploy, { task: { service: 'api' } }, { services: { fleet: { roll: async () => 4 } } });
  expect(ended.state.result).toEqual({ version: 4 });
});
