import { append, graph } from '@cairn/core';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { homes } from './homes.ts';

const state = { seen: append(z.string()) };
const events = { approve: z.undefined() };

const before = graph({
  name: 'approval',
  state,
  events,
  start: 'draft',
  nodes: {
    draft: { run: () => ({ seen: ['draft'] }), next: 'approval' },
    approval: { on: { approve: 'publish' } },
    publish: { run: () => ({ seen: ['publish'] }), next: 'end' },
    end: { final: true },
  },
});

const renamed = {
  name: 'approval',
  state,
  events,
  start: 'draft',
  nodes: {
    draft: { run: () => ({ seen: ['draft'] }), next: 'signOff' },
    signOff: { on: { approve: 'publish' } },
    publish: { run: () => ({ seen: ['publish'] }), next: 'end' },
    end: { final: true },
  },
} as const;

const after = graph(renamed);
const migrated = graph({ ...renamed, version: '2', migrate: [{ from: '1', nodes: { approval: 'signOff' } }] });
const versioned = graph({
  name: 'approval',
  version: '1',
  state,
  events,
  start: 'draft',
  nodes: {
    draft: { run: () => ({ seen: ['draft'] }), next: 'approval' },
    approval: { on: { approve: 'publish' } },
    publish: { run: () => ({ seen: ['publish'] }), next: 'end' },
    end: { final: true },
  },
});

describe.each(homes)('%s', (_name, home) => {
  test('a thread that waits at a node that is gone does not end by itself: it says which node is missing', async () => {
    const open = home();
    const first = open(before);
    await (await first.start(before, {}, { id: 't' })).settled();
    await first.close();

    const second = open(after);
    const thread = second.thread(after, 't');
    await expect(thread.send('approve')).rejects.toMatchObject({
      code: 'thread/changed-graph',
      facts: { graph: 'approval' },
    });
    await expect(thread.send('approve')).rejects.toThrow('node "approval" is gone');
    expect(await thread.record()).toMatchObject({ status: 'waiting' });
    expect(await thread.at()).toMatchObject({ state: { seen: ['draft'] }, lanes: [{ node: 'approval' }] });
    await second.close();

    const back = open(before).thread(before, 't');
    await back.send('approve');
    expect(await back.settled()).toMatchObject({ status: 'done', state: { seen: ['draft', 'publish'] } });
  });

  test('a thread that waits at a node that was renamed goes on by a migration', async () => {
    const open = home();
    const first = open(versioned);
    await (await first.start(versioned, {}, { id: 't' })).settled();
    await first.close();
    const thread = open(migrated).thread(migrated, 't');
    await thread.send('approve');
    expect(await thread.settled()).toMatchObject({ status: 'done', state: { seen: ['draft', 'publish'] } });
    expect((await thread.history()).map(({ cause }) => cause)).toContain('migrate');
  });
});
