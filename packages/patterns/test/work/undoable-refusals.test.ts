import { expect, test } from 'vitest';
import { z } from 'zod';
import { run } from '@cairn/core';
import { undoable } from '@cairn/patterns';

test('names that are taken, and what cannot be undone so, are refused at once', () => {
  const end = { final: true } as const;
  const noop = { run: () => undefined, next: 'end' } as const;
  const made =
    (nodes: object, more: object = {}) =>
    () =>
      undoable({ name: 'g', state: {}, start: 'one', nodes: { end, ...nodes }, ...more } as never);
  expect(made({ one: noop }, { state: { undone: z.string() } })).toThrow('its state has "undone"');
  expect(made({ one: { ...noop, next: 'undo' }, undo: end })).toThrow('"undo" is a node of its own');
  expect(made({ one: { ...noop, undo: true } })).toThrow('"one" is undone by a function');
  expect(made({ one: { next: 'end', undo: () => undefined } })).toThrow('"one" runs no function');
  expect(made({ one: { ...noop, undo: () => undefined } }, { undo: { one: () => undefined } })).toThrow('undone twice');
});

test('a step that names what there is not fails with what there is', async () => {
  const lost = undoable({
    name: 'lost',
    state: {},
    undo: { room: () => undefined },
    start: 'one',
    nodes: {
      one: { run: async (_s, { step }) => void (await step('a', () => 1, { undo: 'rom' as never })), next: 'end' },
      end: { final: true },
    },
  });
  expect((await run(lost)).state.undoReason).toBe('"rom" undoes no step. There is: room.');
});
