import { expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { check, diagram, memory, mermaid, open, run, type FactsOf } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { segments, type WorkerContext } from '@cairn/patterns';

interface Behaviour {
  readonly logs?: (ctx: WorkerContext, calls: number) => Promise<{ since: number }> | { since: number };
  readonly deploys?: (refused: readonly string[]) => { at: number };
}

function inquiring({ logs = () => ({ since: 14 }), deploys = () => ({ at: 13 }) }: Behaviour = {}) {
  const calls: string[] = [];
  const inquiry = segments({
    name: 'inquiry',
    task: z.string(),
    agents: {
      logs: {
        writes: { since: z.number() },
        work: async (_given, ctx) => {
          calls.push('logs');
          return logs(ctx, calls.filter((each) => each === 'logs').length);
        },
      },
      deploys: {
        writes: { at: z.number() },
        work: ({ refused }) => {
          calls.push('deploys');
          return deploys(refused);
        },
      },
      cause: {
        writes: { cause: z.string() },
        needs: ['logs'],
        work: ({ written, task }) => {
          expectTypeOf(written.logs?.since).toEqualTypeOf<number | undefined>();
          calls.push('cause');
          return { cause: `${task} since ${written.logs?.since}` };
        },
      },
      metrics: {
        writes: { load: z.number() },
        work: () => {
          calls.push('metrics');
          return { load: 3 };
        },
      },
    },
    contradictions: ({ logs: seen, deploys: made }) =>
      seen !== undefined && made !== undefined && made.at > seen.since
        ? [{ between: ['deploys', 'logs'], why: `a deploy at ${made.at} broke nothing at ${seen.since}` }]
        : [],
    confirm: true,
  });
  return { inquiry, calls };
}

async function begun(behaviour?: Behaviour) {
  const { inquiry, calls } = inquiring(behaviour);
  const clock = virtualClock();
  const cairn = open({ store: memory(), graphs: [inquiry], clock });
  const thread = await cairn.start(inquiry, { task: 'errors' });
  await clock.advance('1m');
  return { cairn, thread, clock, calls };
}

test('it is a graph without mistakes, that is drawn', () => {
  const { inquiry } = inquiring();
  expect(check(inquiry)).toEqual([]);
  const drawn = mermaid(diagram(inquiry));
  for (const part of ['logs', 'deploys', 'cause', 'rollback']) expect(drawn).toContain(part);
  expectTypeOf<FactsOf<typeof inquiry>['state']['logs']>().toEqualTypeOf<{ readonly since: number } | undefined>();
  expectTypeOf<FactsOf<typeof inquiry>['events']['rollback']['agent']>().toEqualTypeOf<
    'logs' | 'deploys' | 'cause' | 'metrics'
  >();
});

test('each agent writes its own segment, after those that it needs', async () => {
  const { cairn, thread, calls } = await begun();
  expect(await thread.settled()).toMatchObject({
    events: ['rollback', 'accept', 'giveUp'],
    state: { logs: { since: 14 }, deploys: { at: 13 }, cause: { cause: 'errors since 14' }, metrics: { load: 3 } },
  });
  expect(calls.toSorted()).toEqual(['cause', 'deploys', 'logs', 'metrics']);
  await thread.send('accept', { by: 'ada' });
  expect(await thread.ended()).toMatchObject({ outcome: 'accepted', state: { by: 'ada' } });
  await cairn.close();
});

test('a key of somebody else, or of nobody, is refused by name, in types too', async () => {
  const inquiry = segments({
    name: 'inquiry',
    task: z.string(),
    agents: {
      a: { writes: { x: z.number() }, work: () => ({ x: 1 }) },
      // @ts-expect-error -- it lacks its own, and has another's
      b: { writes: { y: z.number() }, work: () => ({ x: 2 }) },
      c: { writes: { z: z.number() }, work: () => ({ z: 1, w: 2 }) as { z: number } },
      d: { writes: { v: z.number() }, work: () => Promise.reject(new Error('away')) },
    },
    tries: 1,
  });
  const { state } = await run(inquiry, { task: '' });
  expect(state.a).toEqual({ x: 1 });
  expect(state.failed).toEqual({ b: '"x" is written by a alone.', c: 'w: "w" is none of its fields.', d: 'away' });
});

test('what contradicts what was accepted is written again with the reason, and then given up', async () => {
  const once = await begun({
    deploys: (refused) => ({ at: refused.length === 0 ? 15 : 12 }),
    logs: () => ({ since: 14 }),
  });
  const { state } = await once.thread.settled();
  expect(state.refusals.map(({ agent, against }) => [agent, against])).toEqual([['deploys', 'logs']]);
  expect(state.deploys).toEqual({ at: 12 });
  await once.cairn.close();

  const always = await begun({ deploys: () => ({ at: 15 }) });
  const given = await always.thread.settled();
  expect(given.state.failed).toEqual({ deploys: 'a deploy at 15 broke nothing at 14' });
  await always.cairn.close();
});

test('a rollback takes back what an agent wrote, what depends on it and what contradicted it; all else stays', async () => {
  const { cairn, thread, clock, calls } = await begun({
    deploys: () => ({ at: 15 }),
    logs: (_ctx, times) => ({ since: times === 1 ? 14 : 16 }),
  });
  await thread.send('rollback', { agent: 'logs', by: 'ada', why: 'the wrong host' });
  await clock.advance('1m');
  const { state } = await thread.settled();
  expect(state).toMatchObject({
    logs: { since: 16 },
    deploys: { at: 15 },
    cause: { cause: 'errors since 16' },
    failed: {},
    rollbacks: [{ agent: 'logs', by: 'ada', why: 'the wrong host', again: ['logs', 'deploys', 'cause'] }],
  });
  expect(calls.filter((each) => each === 'metrics')).toHaveLength(1);
  const rows = await thread.history();
  expect(rows.filter(({ cause, label }) => cause === 'event' && label === 'rollback')).toHaveLength(1);
  await expect(thread.send('rollback', { agent: 'log' as never, by: 'ada' })).rejects.toMatchObject({
    code: 'value/invalid',
  });
  await cairn.close();
});

test('in mid-flight a rollback aborts what is taken back, and others go on', async () => {
  const aborted: boolean[] = [];
  const { cairn, thread, clock, calls } = await begun({
    logs: async ({ signal, sleep }, times) => {
      if (times > 1) return { since: 16 };
      signal.addEventListener('abort', () => aborted.push(true));
      await sleep('read', '1h');
      return { since: 14 };
    },
  });
  await thread.send('rollback', { agent: 'logs', by: 'ada' });
  await clock.advance('2h');
  const { state } = await thread.settled();
  expect(state).toMatchObject({
    logs: { since: 16 },
    cause: { cause: 'errors since 16' },
    metrics: { load: 3 },
    versions: { logs: 2 },
  });
  expect(calls.toSorted()).toEqual(['cause', 'deploys', 'logs', 'logs', 'metrics']);
  await cairn.close();
});

test('on a thread that failed a rollback is taken too, and resumed it goes on without what failed', async () => {
  let isBroken = true;
  const inquiry = segments({
    name: 'inquiry',
    task: z.string(),
    agents: {
      a: { writes: { x: z.number() }, work: () => ({ x: isBroken ? 1 : 2 }) },
      b: { writes: { y: z.number() }, work: () => ({ y: 1 }) },
    },
    contradictions: ({ a }) => {
      if (a?.x === 1) throw new Error('1 is not foreseen');
      return [];
    },
  });
  const cairn = open({ store: memory(), graphs: [inquiry] });
  const thread = await cairn.start(inquiry, { task: '' });
  expect((await thread.settled()).status).toBe('failed');
  isBroken = false;
  await thread.send('rollback', { agent: 'a', by: 'ada' });
  await thread.resume();
  expect(await thread.ended()).toMatchObject({ outcome: 'whole', state: { a: { x: 2 }, b: { y: 1 } } });
  await cairn.close();
});

test('agents that need each other, and names that the state uses, are refused at once', () => {
  const a = { writes: { x: z.number() }, work: () => ({ x: 1 }) };
  expect(() => segments({ name: 's', task: z.string(), agents: { a: { ...a, needs: ['a'] } } })).toThrow(
    'needs itself',
  );
  expect(() => segments({ name: 's', task: z.string(), agents: { task: a } })).toThrow('"task"');
});
