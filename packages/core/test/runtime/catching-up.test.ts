// A thread that nobody drove for ten minutes, its time being over after the fifth: what came in time is taken with all that it leads to.

import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, replay, type Cairn } from '@cairn/core';
import { exportThread, importThread } from '@cairn/core/inspect';
import type { Store } from '@cairn/core/store';
import { virtualClock, type VirtualClock } from '@cairn/testing';
import { gate, type Gate } from './gate.ts';
import { opened } from './opened.ts';

const minute = 60_000;

/** What a lane does once it was answered is over when its gate is open. */
function reviewed(work: () => Promise<unknown>) {
  const review = graph({
    name: 'review',
    state: { trail: append(z.string()), note: z.string().default('') },
    events: { more: z.undefined() },
    start: 'read',
    nodes: {
      read: {
        run: async (_state, context) => {
          const verdict = await context.ask('verdict', { answer: z.string() });
          context.emit(`at work, ${verdict}`);
          await Promise.race([work(), new Promise((end) => context.signal.addEventListener('abort', end))]);
          return { trail: [`read ${verdict}`] };
        },
        next: 'wait',
      },
      wait: { on: { more: { to: 'end', update: () => ({ trail: ['more'] }) } } },
      end: { final: true },
    },
  });
  return graph({
    name: 'reviewed',
    state: { trail: append(z.string()), note: z.string().default('') },
    events: { more: z.undefined(), objection: z.undefined() },
    start: 'review',
    nodes: {
      review: {
        graph: review,
        input: ({ note }) => ({ note }),
        output: ({ state }) => ({ trail: state.trail }),
        on: { objection: { to: 'end', update: () => ({ trail: ['objection'] }) } },
        after: { '5m': { to: 'late', update: () => ({ trail: ['late'] }) } },
        next: 'end',
      },
      late: { on: { more: { to: 'end', update: () => ({ trail: ['more, late'] }) } } },
      end: { final: true },
    },
  });
}

type Reviewed = ReturnType<typeof reviewed>;

interface Scene {
  readonly it: Reviewed;
  readonly store: Store;
  readonly clock: VirtualClock;
  readonly work: Gate;
  readonly created: number;
  readonly id: string;
  readonly open: (options?: { readonly drive?: false }) => Cairn;
}

/** A thread that asked, and what was left for it in the first minute; ten have passed. */
async function late(leave: (web: Cairn, it: Reviewed) => Promise<unknown> = answers): Promise<Scene> {
  const [store, clock, work] = [memory(), virtualClock(), gate()];
  const it = reviewed(() => work.promise);
  const open: Scene['open'] = (options) => opened(it, { store, clock, ...options });
  const created = clock.now();
  const first = open();
  await first.start(it, {}, { id: 'a' });
  await clock.advance(1_000);
  await first.close();
  await clock.advance(minute - 1_000);
  await leave(open({ drive: false }), it);
  await clock.advance(created + 10 * minute - clock.now());
  return { it, store, clock, work, created, id: 'a', open };
}

const answers = (web: Cairn, it: Reviewed): Promise<void> =>
  web.thread(it, 'a').answer('verdict', 'yes', { queue: true });

/** What came of something that is sent, as a problem's code. */
function outcomeOf(sent: Promise<void>): Promise<string> {
  return sent.then(
    () => 'taken',
    (problem: { readonly code: string }) => problem.code,
  );
}

async function trailOf({ it, id, clock, open }: Scene): Promise<readonly string[]> {
  await clock.advance(1_000);
  return (await open({ drive: false }).thread(it, id).now()).state.trail;
}

async function causesOf({ it, open }: Scene): Promise<readonly string[]> {
  const rows = await open({ drive: false }).thread(it, 'a').history();
  return rows.map(({ cause, from, label = '' }) => `${cause} ${from} ${label}`.trim());
}

describe('a deadline that passed after something came', () => {
  test('is taken once what that led to is over, and waits again', async () => {
    const scene = await late();
    scene.open();
    await scene.clock.advance('1m');
    expect(await trailOf(scene)).toEqual([]);
    scene.work.open();
    expect(await trailOf(scene)).toEqual(['late']);
    expect((await causesOf(scene)).slice(-2)).toEqual(['done read', 'timer review 5m']);
  });

  test('holds no more once what that led to has left its node', async () => {
    const scene = await late(async (web, it) => {
      await answers(web, it);
      await web.thread(it, 'a').send('more', undefined, { queue: true });
    });
    scene.open();
    scene.work.open();
    expect(await trailOf(scene)).toEqual(['read yes', 'more']);
  });

  test('is taken after as long as there was for that, where it hangs', async () => {
    const scene = await late();
    scene.open();
    await scene.clock.advance(4 * minute - 2_000);
    expect(await trailOf(scene)).toEqual([]);
    await scene.clock.advance(2_000);
    expect(await trailOf(scene)).toEqual(['late']);
  });

  test('is taken when it would have been, where a process is cut off meanwhile', async () => {
    const scene = await late();
    const first = scene.open();
    await scene.clock.advance(minute);
    await first.close();
    await scene.clock.advance(minute);
    scene.open();
    await scene.clock.advance(2 * minute - 2_000);
    expect(await trailOf(scene)).toEqual([]);
    await scene.clock.advance(2_000);
    expect(await trailOf(scene)).toEqual(['late']);
  });

  test('is taken at once where nothing came before it', async () => {
    const scene = await late(() => Promise.resolve());
    scene.open();
    expect(await trailOf(scene)).toEqual(['late']);
    expect((await causesOf(scene)).at(-1)).toBe('timer review 5m');
  });
});

describe('what comes after a deadline that is put off', () => {
  test('waits for it, left before or sent now, and meets the thread as it left it', async () => {
    const scene = await late();
    const left = outcomeOf(scene.open({ drive: false }).thread(scene.it, 'a').send('more', undefined, { queue: true }));
    await scene.clock.advance('1s');
    const thread = scene.open().thread(scene.it, 'a');
    const sent = [outcomeOf(thread.send('objection', undefined)), outcomeOf(thread.answer('verdict', 'no'))];
    await scene.clock.advance('2s');
    expect(await trailOf(scene)).toEqual([]);
    await scene.clock.advance('4m');
    expect(await Promise.all([left, ...sent])).toEqual(['taken', 'thread/over', 'answer/not-asked']);
    expect(await trailOf(scene)).toEqual(['late', 'more, late']);
  });

  test('is heard that the runtime closed where it does', async () => {
    const scene = await late();
    const worker = scene.open();
    const sent = outcomeOf(worker.thread(scene.it, 'a').send('objection', undefined));
    await scene.clock.advance('2s');
    await worker.close();
    expect(await sent).toBe('runtime/closed');
  });

  test.each(['here', 'elsewhere'])('does not hold up what somebody does by hand, %s', async (where) => {
    const scene = await late();
    const worker = scene.open();
    await scene.clock.advance('2s');
    const by = where === 'here' ? worker : scene.open({ drive: false });
    const thread = by.thread(scene.it, 'a');
    const edited = thread.edit({ note: 'in a hurry' });
    await scene.clock.advance('1s');
    await edited;
    expect((await thread.now()).state).toMatchObject({ note: 'in a hurry', trail: [] });
    const cancelled = thread.cancel('enough');
    await scene.clock.advance('1s');
    await cancelled;
    expect(await thread.settled()).toMatchObject({ status: 'cancelled', reason: 'enough' });
  });
});

/** Ways of a thread that is in the middle of catching up to another, each on as its own clock says. */
const others: Readonly<Record<string, (scene: Scene) => Promise<Scene>>> = {
  'a fork': async (scene) => {
    const thread = scene.open({ drive: false }).thread(scene.it, 'a');
    await thread.fork((await thread.record()).head, { id: 'b' });
    return { ...scene, id: 'b' };
  },
  'a rewind': async (scene) => {
    const thread = scene.open({ drive: false }).thread(scene.it, 'a');
    const { head } = await thread.record();
    await thread.rewind(head);
    return scene;
  },
  'an import': async (scene) => {
    const store = memory();
    await importThread(store, exportThread(scene.store, 'a'));
    return { ...scene, store, open: (options) => opened(scene.it, { store, clock: scene.clock, ...options }) };
  },
};

describe.each(Object.entries(others))('%s in the middle of it', (_, other) => {
  test.each([true, false])('catches up as the thread would have, though its function hangs: %s', async (hangs) => {
    const began = await late();
    const first = began.open();
    await began.clock.advance('2s');
    await first.close();
    const scene = await other(began);
    scene.open();
    await scene.clock.advance('1m');
    expect(await trailOf(scene)).toEqual([]);
    if (hangs) await scene.clock.advance('4m');
    else scene.work.open();
    expect(await trailOf(scene)).toEqual(['late']);
    const rows = await scene.open({ drive: false }).thread(scene.it, scene.id).history();
    expect(rows.some(({ cause, from }) => cause === 'done' && from === 'read')).toBe(!hangs);
    const { divergence } = await replay({ store: scene.store, id: scene.id }, scene.it);
    expect(divergence).toBeUndefined();
  });
});

test('of what came in time is told when it came, where a deadline is put off for it, and of nothing else', async () => {
  const scene = await late();
  scene.open();
  scene.work.open();
  await scene.clock.advance('2s');
  const thread = scene.open({ drive: false }).thread(scene.it, 'a');
  const said = (await thread.history()).flatMap(({ cause, note }) =>
    note?.came === undefined ? [] : [[cause, note.came]],
  );
  expect(said).toEqual([['answer', scene.created + minute]]);
  const { seq } = (await thread.history()).find(({ cause }) => cause === 'answer') as { seq: number };
  expect((await thread.why(seq)).text).toContain(`which came at ${new Date(scene.created + minute).toISOString()}`);
});
