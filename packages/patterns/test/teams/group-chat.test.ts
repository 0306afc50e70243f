import fc from 'fast-check';
import { expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { check, diagram, memory, mermaid, open, run, type FactsOf } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { groupChat } from '@cairn/patterns';

const schemas = { task: z.string(), message: z.string() };

test('it is a graph without mistakes, that is drawn', () => {
  const chat = groupChat({
    name: 'chat',
    ...schemas,
    members: { ada: () => 'a', bob: () => 'b' },
    next: () => 'ada',
    until: () => false,
  });
  expect(check(chat)).toEqual([]);
  expect(mermaid(diagram(chat))).toContain('passes its turn');
  expectTypeOf<FactsOf<typeof chat>['outcome']>().toEqualTypeOf<'over' | 'unfinished' | 'stopped' | 'exhausted'>();
  expect(check(groupChat({ name: 'chat', ...schemas, members: { ada: () => 'a' } }))).toEqual([]);
});

test('members speak in turn and hear all that was said, until it is over', async () => {
  const chat = groupChat({
    name: 'chat',
    ...schemas,
    members: {
      ada: ({ said, me }) => `${me} ${said.length}`,
      bob: ({ said }) => (said.length > 2 ? 'agreed' : 'why?'),
    },
    until: (said) => said.at(-1)?.message === 'agreed',
  });
  const ended = await run(chat, { task: 't' });
  expect(ended).toMatchObject({ outcome: 'over', state: { turn: 4 } });
  expect(ended.state.said.map(({ turn, by, message }) => [turn, by, message])).toEqual([
    [1, 'ada', 'ada 0'],
    [2, 'bob', 'why?'],
    [3, 'ada', 'ada 2'],
    [4, 'bob', 'agreed'],
  ]);
});

test('whoever picks is told whom it cannot pick; where that does not help the next in turn speaks', async () => {
  const told: (readonly string[])[] = [];
  const chat = groupChat({
    name: 'chat',
    ...schemas,
    members: { ada: () => 'a', bob: () => 'b' },
    next: ({ turn, refused }) => {
      told.push(refused);
      if (turn === 3) throw new Error('no model');
      return turn === 1 && refused.length > 0 ? 'bob' : turn === 2 ? (7 as never) : 'bobb';
    },
    turns: 3,
  });
  const { state } = await run(chat, { task: 't' });
  expect(state.said.map(({ by }) => by)).toEqual(['bob', 'bob', 'ada']);
  expect(told[1]).toEqual(['"bobb" is nobody here. Did you mean "bob"?']);
  expect(told).toHaveLength(2 + 3 + 3);
});

test('somebody outside speaks in between, and stops it', async () => {
  const chat = groupChat({
    name: 'chat',
    ...schemas,
    members: {
      ada: async ({ said }, { sleep }) => {
        await sleep('think', '1h');
        return said.map(({ by }) => by).join();
      },
    },
  });
  const clock = virtualClock();
  const cairn = open({ store: memory(), graphs: [chat], clock });
  const thread = await cairn.start(chat, { task: 't' });
  await clock.advance('1m');
  await thread.send('say', { by: 'sam', message: 'hello' });
  await clock.advance('90m');
  await thread.send('stop', { by: 'sam' });
  const { state, ...ended } = await thread.ended();
  expect(ended).toMatchObject({ outcome: 'stopped' });
  expect(state.by).toBe('sam');
  expect(state.said.map(({ by }) => by)).toEqual(['sam', 'ada']);
  await cairn.close();
});

test('whatever members and whoever picks them do, it ends within its turns, and who is sound is heard', async () => {
  const member = { speaks: () => 'a', throws: () => Promise.reject(new Error('x')), babbles: () => 7 as never };
  const kinds = fc.array(fc.constantFrom(...(Object.keys(member) as (keyof typeof member)[])), {
    minLength: 1,
    maxLength: 4,
  });
  const picks = fc.option(fc.array(fc.constantFrom('m0', 'm1', 'm9', '', 'throw'), { minLength: 1, maxLength: 5 }), {
    nil: undefined,
  });
  await fc.assert(
    fc.asyncProperty(kinds, picks, fc.integer({ min: 1, max: 6 }), async (behaving, picked, turns) => {
      let asked = 0;
      const pick = () => {
        const name = picked?.[asked++ % picked.length] ?? '';
        if (name === 'throw') throw new Error('x');
        return name;
      };
      const members = Object.fromEntries(behaving.map((kind, place) => [`m${place}`, member[kind]]));
      const chat = groupChat({ name: 'chat', ...schemas, members, turns, ...(picked && { next: pick }) });
      const { state, ...ended } = await run(chat, { task: 't' });
      expect(ended).toMatchObject({ outcome: 'unfinished' });
      expect(state.turn).toBe(turns);
      expect(state.said.length + state.silences.length).toBe(turns);
      expect(state.said.every(({ by }) => behaving[Number(by.slice(1))] === 'speaks')).toBe(true);
      expect(state.silences.every(({ by }) => behaving[Number(by.slice(1))] !== 'speaks')).toBe(true);
    }),
    { numRuns: 40 },
  );
});
