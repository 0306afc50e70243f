import { append, graph } from '@cairn/core';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { homes } from './homes.ts';

const state = { title: z.string().optional(), seen: append(z.string()) };

const clashing = graph({
  name: 'clashing',
  state,
  start: 'fork',
  nodes: {
    fork: { next: { all: ['left', 'right'], then: 'end' } },
    left: { run: () => ({ title: 'left', seen: ['left'] }), next: 'end' },
    right: { run: () => ({ title: 'right', seen: ['right'] }), next: 'end' },
    end: { final: true },
  },
});

/** The same graph, with a way to decide. */
const mended = graph({
  name: 'clashing',
  state,
  start: 'fork',
  nodes: {
    fork: {
      next: {
        all: ['left', 'right'],
        then: 'end',
        merge: (lanes) => ({ title: lanes.map((lane) => lane.state.title).join(' and '), seen: ['merged'] }),
      },
    },
    left: { run: () => ({ title: 'left', seen: ['left'] }), next: 'end' },
    right: { run: () => ({ title: 'right', seen: ['right'] }), next: 'end' },
    end: { final: true },
  },
});

describe.each(homes)('%s', (_name, home) => {
  test('two writers of one key stop the thread at the join, and it can still be read, edited and resumed', async () => {
    const open = home();
    const first = open(clashing);
    const thread = await first.start(clashing, {}, { id: 't' });
    const result = await thread.settled();
    expect(result).toMatchObject({ status: 'failed', failed: [{ lane: '', node: 'fork', code: 'state/conflict' }] });
    expect(JSON.stringify(result)).toMatch(/fork\.1\/left.*fork\.1\/right.*title/u);
    await first.close();

    const later = open(clashing).thread(clashing, 't');
    expect((await later.at()).lanes.map(({ lane, state: { title } }) => [lane, title])).toEqual([
      ['', undefined],
      ['fork.1/left', 'left'],
      ['fork.1/right', 'right'],
    ]);
    await later.edit({ title: 'by hand' });
    await later.resume();
    expect(await later.settled()).toMatchObject({
      status: 'done',
      state: { title: 'by hand', seen: ['left', 'right'] },
    });
  });

  test('two writers of one key are brought together by a merge that was added later', async () => {
    const open = home();
    const first = open(clashing);
    await (await first.start(clashing, {}, { id: 't' })).settled();
    await first.close();
    const later = open(mended).thread(mended, 't');
    await later.resume();
    expect(await later.settled()).toMatchObject({
      status: 'done',
      state: { title: 'left and right', seen: ['merged'] },
    });
  });
});
