import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cairn, graphs, jsonIn } from './cairn.ts';
import { player } from './graphs/player.ts';
import { till } from './graphs/till.ts';

const folder = mkdtempSync(join(tmpdir(), 'cairn-states-'));

beforeAll(async () => {
  const runtime = open({ store: sqlite(join(folder, 'till.db')), graphs: [till] });
  const thread = await runtime.start(till, { at: { shop: 'in cart' } }, { id: 'T-1' });
  await thread.send('be', { shop: 'paid v1.0' });
  await runtime.close();
});

afterAll(() => rmSync(folder, { recursive: true }));

test('a graph is drawn with the states of what a node hosts, under their own names', async () => {
  const { stdout } = await cairn(folder, ['graph', graphs('till.ts')]);
  expect(stdout).toContain('○ in cart  start\n');
  expect(stdout).toContain('→ paid v1.0  event pay [is open]');
  const marked = await cairn(folder, ['graph', 'T-1']);
  expect(marked.stdout).toContain('▶ paid v1.0  final');
  expect(marked.stdout).toContain('● in cart  start');
});

test('what a thread is in is shown of it, of each checkpoint that led to it, and by why', async () => {
  const within = 'shop."paid v1.0"';
  expect((await cairn(folder, ['thread', 'show', 'T-1'])).stdout).toContain(within);
  expect(jsonIn(await cairn(folder, ['thread', 'show', 'T-1', '--json']))).toMatchObject({ within: { '': [within] } });
  const { stdout } = await cairn(folder, ['thread', 'log', 'T-1']);
  expect(stdout).toContain('in shop.in cart;');
  expect(stdout).toContain(`in ${within};`);
  const why = (await cairn(folder, ['thread', 'why', 'T-1'])).stdout;
  expect(why).toContain(`was in shop.in cart\ntook pay [is open]: shop.in cart → ${within}\nin ${within}\n`);
  expect(jsonIn(await cairn(folder, ['thread', 'why', 'T-1', '--json']))).toMatchObject({
    withinBefore: ['shop.in cart'],
    took: [{ from: 'shop.in cart', to: within, kind: 'event', label: 'pay [is open]' }],
    within: [within],
  });
});

test('parallel states and a deep history are drawn as text, with what a thread is in of both parts', async () => {
  const runtime = open({ store: sqlite(join(folder, 'till.db')), graphs: [player] });
  const first = { playing: { side: 'one', sound: 'on' } };
  const thread = await runtime.start(player, { at: first, went: {} }, { id: 'P-1' });
  await thread.send('be', [{ playing: { side: 'two', sound: 'on' } }, { taken: ['turn'] }]);
  await thread.send('be', ['stopped', { taken: ['stop'] }]);
  await thread.send('be', [{ playing: { side: 'two', sound: 'on' } }, { taken: ['play', 'first'] }]);
  await runtime.close();
  const { stdout } = await cairn(folder, ['graph', 'P-1']);
  expect(stdout).toMatchInlineSnapshot(`
    "player
      ▶ machine  start, waits
          → end  s.at === "over"
        │ ▶ playing  start, all at once
        │     → stopped  event STOP
        │   │ ▶ side
        │   │   │ ● one  start
        │   │   │     → two  event TURN
        │   │   │ ▶ two
        │   │ ▶ sound
        │   │   │ ▶ on  start
        │   │   │     → off  event MUTE
        │   │   │ ○ off
        │   │ ○ before  deep history
        │   │     → two  at first
        │ ● stopped
        │     → before  event PLAY
      ○ end  final
    "
  `);
});
