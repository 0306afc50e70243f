import { sqlite } from '@cairn/sqlite';
import { describe, expect, test } from 'vitest';
import { graph, memory } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { opened } from './opened.ts';

/** Shows something in turns of its own, most of it before anything is written. */
const speech = graph({
  name: 'speech',
  state: {},
  start: 'talk',
  nodes: {
    talk: {
      run: async (_state, { emit }) => {
        emit('at once');
        await Promise.resolve();
        emit('a moment later');
        for (let turn = 0; turn < 20; turn += 1) {
          await new Promise(setImmediate);
          emit(turn);
        }
      },
      next: 'end',
    },
    end: { final: true },
  },
});

const all = ['at once', 'a moment later', ...Array.from({ length: 20 }, (_, turn) => turn)];

const stores: Readonly<Record<string, () => Store>> = { memory, SQLite: () => sqlite(':memory:') };

describe.each(Object.entries(stores))('a watch in the process that drives, outputs stored on %s', (_name, make) => {
  test.each([0, 1, 5])(
    'misses nothing of what was shown before anything was written, after %i turns',
    async (turns) => {
      const thread = await opened(speech, { store: make(), outputs: 'stored' }).start(speech, {});
      for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
      const shown: unknown[] = [];
      for await (const event of thread.watch({ from: 1 })) {
        expect(event.type).not.toBe('missed');
        if (event.type === 'output') shown.push(event.data);
      }
      expect(shown).toEqual(all);
    },
  );

  test.each([0, 1, 5])('counts nothing as missed that was shown before it, after %i turns', async (turns) => {
    const thread = await opened(speech, { store: make(), outputs: 'stored' }).start(speech, {});
    for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
    const shown: unknown[] = [];
    for await (const event of thread.watch()) {
      expect(event.type).not.toBe('missed');
      if (event.type === 'output') shown.push(event.data);
    }
    expect(shown).toEqual(all.slice(all.length - shown.length));
    expect(shown.at(-1)).toBe(19);
  });
});
