import { expect, test } from 'vitest';
import { append, graph, memory } from '@cairn/core';
import { z } from 'zod';
import { opened } from './opened.ts';

const Job = z.object({ id: z.string(), input: z.string() });

/** A desk that takes jobs while others are at work. */
const desk = graph({
  name: 'desk',
  state: {
    jobs: z.array(Job).default([]),
    job: Job.optional(),
    found: z.string().optional(),
    done: append(z.string()),
    closing: z.boolean().default(false),
  },
  events: { add: Job, drop: z.string(), close: z.undefined() },
  start: 'desk',
  nodes: {
    desk: {
      on: {
        add: { update: ({ jobs }, job) => ({ jobs: [...jobs, job] }) },
        drop: { update: ({ jobs }, id) => ({ jobs: jobs.filter((job) => job.id !== id) }) },
        close: { update: () => ({ closing: true }) },
      },
      next: {
        each: ({ jobs }) => jobs.map((job) => ({ job })),
        id: ({ job }) => job?.id ?? '',
        to: 'work',
        onClosed: ({ state }, { jobs }) => ({
          done: [`${state.job?.id}: ${state.found}`],
          jobs: jobs.filter(({ id }) => id !== state.job?.id),
        }),
        until: ({ closing, jobs }) => closing && jobs.length === 0,
        then: 'closed',
      },
    },
    work: {
      run: async ({ job }, { ask }) => {
        if (job?.input === 'ask') return { found: await ask('what', { answer: z.string() }) };
        return { found: job?.input.toUpperCase() };
      },
      next: 'closed',
    },
    closed: { final: true },
  },
});

test('lanes begin as the state lists them, give what they found at once, and end as it lists them no more', async () => {
  const cairn = opened(desk, { store: memory() });
  const thread = await cairn.start(desk, {}, { id: 't' });
  await thread.send('add', { id: 'a', input: 'ask' });
  await thread.send('add', { id: 'b', input: 'bee' });
  let now = await thread.settled();
  expect(now.state.done).toEqual(['b: BEE']);
  expect(now.state.jobs).toEqual([{ id: 'a', input: 'ask' }]);
  await thread.send('drop', 'a');
  now = await thread.settled();
  expect(now.state.jobs).toEqual([]);
  await thread.send('add', { id: 'a', input: 'ask' });
  await thread.send('close');
  await thread.settled();
  await thread.answer('what', 'this');
  const end = await thread.settled();
  expect(end.status).toBe('done');
  expect(end.state.done).toEqual(['b: BEE', 'a: this']);
});
