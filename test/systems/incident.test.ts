// An incident: its segments are looked at as parallel as they rest on each other, claims are agreed on in rounds, and what an objection brings down is claimed anew.

import { append, graph, memory, merge, open, replace, sum, type Cairn, type FactsOf, type Thread } from '@cairn/core';
import { beforeEach, expect, test } from 'vitest';
import { z } from 'zod';

const panel = graph({
  name: 'panel',
  state: {
    about: z.string(),
    known: z.array(z.string()),
    expert: z.string().default(''),
    said: merge(z.string()),
    round: sum(),
  },
  start: 'ask',
  nodes: {
    ask: {
      run: () => ({ round: 1 }),
      next: { each: () => [{ expert: 'ada' }, { expert: 'bob' }], to: 'say', then: 'weigh' },
    },
    say: {
      run: async (s) => ({
        said: { [s.expert]: await say(s.expert, s.about, [...s.known, ...Object.values(s.said)]) },
      }),
      cache: { key: ({ round, expert, about, known, said }) => [round, expert, about, known, said], ttl: '1d' },
      next: 'weigh',
    },
    weigh: {
      next: [
        { when: (s) => s.said['ada'] === s.said['bob'], to: 'agreed' },
        { when: (s) => s.round === 3, to: 'split' },
        'ask',
      ],
    },
    agreed: { final: true },
    split: { final: true },
  },
});

const kinds = ['measured', 'debated'] as const;
const segment = {
  id: z.string().default(''),
  kind: z.enum(kinds).default('measured'),
  needs: z.array(z.string()).default([]),
};
const Segment = z.object(segment);

const incident = graph({
  name: 'incident',
  state: {
    segments: z.array(Segment),
    ...segment,
    claims: merge(z.string()),
    objections: merge(z.string()),
    undone: append(z.string()),
  },
  events: { object: z.object({ id: z.string(), why: z.string() }), close: z.undefined(), rollback: z.undefined() },
  on: { rollback: 'undo' },
  start: 'look',
  nodes: {
    look: {
      next: {
        each: (s) => s.segments,
        id: (s) => s.id,
        needs: (s) => s.needs,
        to: 'route',
        then: 'review',
      },
    },
    route: { next: { choose: (s) => s.kind, among: kinds } },
    measured: {
      run: async (s, ctx) => {
        const hint = ctx.failures.at(-1)?.refused?.reason ?? '';
        return { claims: { [s.id]: await say('probe', s.id, [hint]) } };
      },
      verify: (update, s) => !contradicts({ ...s.claims, ...update.claims }) || 'it contradicts what is known',
      retry: { attempts: 2 },
      writes: ['claims'],
      next: 'review',
    },
    debated: {
      graph: panel,
      input: (s) => ({
        about: s.objections[s.id] === undefined ? s.id : `${s.id}, but ${s.objections[s.id]}`,
        known: s.needs.map((id) => s.claims[id] ?? ''),
      }),
      output: ({ state, outcome }, s) => ({
        claims: { [s.id]: (outcome === 'agreed' && state.said['ada']) || 'unclear' },
      }),
      writes: ['claims'],
      next: 'review',
    },
    review: {
      on: {
        object: { to: 'look', update: (_s, { id, why }) => ({ claims: replace({}), objections: { [id]: why } }) },
        close: 'closed',
      },
    },
    undo: { run: async (_s, ctx) => ({ undone: [await ctx.step('undo', () => 'the deploy')] }), next: 'rolledBack' },
    closed: { final: true },
    rolledBack: { final: true },
  },
});

const segments = [
  { id: 'web', kind: 'debated', needs: ['api', 'cache'] },
  { id: 'api', kind: 'debated', needs: ['db'] },
  { id: 'cache', kind: 'measured', needs: ['db'] },
  { id: 'db', kind: 'debated' },
  { id: 'dns', kind: 'debated' },
] satisfies z.input<typeof Segment>[];

let asked: string[] = [];
/** What an expert says of a segment beside "well": for whom the others' words make a difference, by these. */
let says: Record<string, (heard: readonly string[]) => string | Promise<string>> = {};

beforeEach(() => {
  asked = [];
  says = {
    'bob db': (heard) => (heard.includes('db: full') ? 'full' : 'well'),
    'ada db': () => 'full',
    'probe cache': (heard) => (heard.includes('it contradicts what is known') ? 'stale' : 'fresh'),
    'ada api': (heard) => (heard.includes('db: full') ? 'waits' : 'well'),
    'bob api': (heard) => (heard.includes('db: full') ? 'waits' : 'well'),
  };
});

async function say(expert: string, about: string, heard: readonly string[]): Promise<string> {
  asked.push(`${expert} ${about}`);
  const [id = ''] = about.split(',');
  return `${id}: ${(await says[`${expert} ${about}`]?.(heard)) ?? 'well'}`;
}

/** A cache cannot be fresh before a database that takes nothing more. */
function contradicts(claims: object): boolean {
  const found = Object.values(claims);
  return found.includes('db: full') && found.includes('cache: fresh');
}

async function begun(): Promise<{ cairn: Cairn; thread: Thread<FactsOf<typeof incident>> }> {
  const cairn = open({ store: memory(), graphs: [incident] });
  return { cairn, thread: await cairn.start(incident, { segments }) };
}

const times = (name: string): number => asked.filter((each) => each === name).length;

test('experts hear each other until they agree, and who rests on them hears what they agreed on', async () => {
  const { cairn, thread } = await begun();
  expect((await thread.settled()).state.claims).toEqual({
    db: 'db: full',
    dns: 'dns: well',
    cache: 'cache: stale',
    api: 'api: waits',
    web: 'web: well',
  });
  expect([times('bob db'), times('bob dns')]).toEqual([2, 1]);
  await cairn.close();
});

test('who never agree are heard three times', async () => {
  says['ada dns'] = () => 'slow';
  const { cairn, thread } = await begun();
  expect((await thread.settled()).state.claims['dns']).toBe('unclear');
  expect(times('ada dns')).toBe(3);
  await cairn.close();
});

test('a claim that contradicts what it rests on is measured again, knowing why', async () => {
  const { cairn, thread } = await begun();
  expect((await thread.settled()).state.claims['cache']).toBe('cache: stale');
  expect(times('probe cache')).toBe(2);
  await cairn.close();
});

test('what an objection changes is claimed anew with all that rests on it, and nobody is asked the rest again', async () => {
  const { cairn, thread } = await begun();
  await thread.settled();
  asked = [];
  await thread.send('object', { id: 'db', why: 'the disk was swapped' });
  expect((await thread.settled()).state.claims).toEqual({
    db: 'db: well',
    dns: 'dns: well',
    cache: 'cache: fresh',
    api: 'api: well',
    web: 'web: well',
  });
  expect(new Set(asked.map((each) => each.split(' ')[1]))).toEqual(new Set(['db,', 'cache', 'api', 'web']));
  await thread.send('close');
  expect(await thread.ended()).toMatchObject({ outcome: 'closed' });
  await cairn.close();
});

test('a segment that fails for good waits for somebody, with all others kept, and goes on by itself', async () => {
  says['ada api'] = () => Promise.reject(new Error('no access'));
  const { cairn, thread } = await begun();
  expect(await thread.settled()).toMatchObject({
    status: 'failed',
    failed: [{ lane: 'look.1/api/debated.1/ask.1/0' }],
  });
  asked = [];
  says['ada api'] = () => 'idle';
  says['bob api'] = () => 'idle';
  await thread.resume();
  expect((await thread.settled()).state.claims).toMatchObject({ api: 'api: idle', web: 'web: well' });
  expect(asked).not.toContain('ada db');
  await cairn.close();
});

const rolledBack = { outcome: 'rolledBack', state: { undone: ['the deploy'] } };

test('all is rolled back in the middle of a debate', async () => {
  says['ada dns'] = () => new Promise(() => undefined);
  const { cairn, thread } = await begun();
  for await (const { type } of thread.watch()) if (type === 'checkpoint' && times('ada dns') === 1) break;
  await thread.send('rollback');
  expect(await thread.ended()).toMatchObject(rolledBack);
  await cairn.close();
});

test('all is rolled back when a segment has failed', async () => {
  says['ada dns'] = () => Promise.reject(new Error('no access'));
  const { cairn, thread } = await begun();
  expect(await thread.settled()).toMatchObject({ status: 'failed' });
  await thread.send('rollback');
  expect(await thread.ended()).toMatchObject(rolledBack);
  await cairn.close();
});
