import { expect, test } from 'vitest';
import { z } from 'zod';
import { memory, open } from '@cairn/core';
import { approval, consensus, crew, debate, groupChat } from '@cairn/patterns';

const text = z.string();

test.each([3, 0, -1, 1.5, NaN, Infinity])('a quorum that nobody can come to is refused: %d of 2', (quorum) => {
  const reviewers = { a: () => ({ stance: 'x' }), b: () => ({ stance: 'x' }) };
  const make = () => consensus({ name: 'c', task: text, stance: text, reviewers, quorum });
  expect(make).toThrow(TypeError);
  expect(make).toThrow(
    `\`quorum\` of "c" is ${quorum}. It has to be a whole number up to 2, as so many are asked, or a share between 0 and 1.`,
  );
});

test.each([2, 1, 0.5])('one that they can come to is taken: %d of 2', (quorum) => {
  const reviewers = { a: () => ({ stance: 'x' }), b: () => ({ stance: 'x' }) };
  expect(consensus({ name: 'c', task: text, stance: text, reviewers, quorum }).name).toBe('c');
});

test('a pattern of nobody is refused', () => {
  expect(() => consensus({ name: 'c', task: text, stance: text, reviewers: {} })).toThrow(
    'The reviewers of "c": there are none.',
  );
  expect(() =>
    debate({ name: 'd', task: text, argument: text, verdict: text, sides: {}, judge: () => ({ verdict: 'x' }) }),
  ).toThrow('The sides of "d": there are none.');
  expect(() => groupChat({ name: 'g', task: text, message: text, members: {} })).toThrow(
    'The members of "g": there are none.',
  );
});

test('a task of a crew for a role that there is not is refused', () => {
  const make = (role: string) =>
    crew({
      name: 'c',
      goal: text,
      brief: text,
      result: text,
      roles: { writer: () => 'x' },
      tasks: [{ id: 'one', role: role as 'writer', brief: 'x' }],
    });
  expect(() => make('wirter')).toThrow('The tasks of "c": "one" is for "wirter". There is: writer.');
  expect(make('writer').name).toBe('c');
});

test('nobody approves or rejects something who is not named', async () => {
  const leave = approval({ name: 'leave', about: text });
  const cairn = open({ store: memory(), graphs: [leave] });
  const thread = await cairn.start(leave, { about: 'a week' });
  await thread.settled();
  for (const by of ['', ' ', '\t\n']) {
    await expect(thread.send('approve', { by })).rejects.toMatchObject({ code: 'value/invalid' });
    await expect(thread.send('reject', { by, reason: 'x' })).rejects.toMatchObject({ code: 'value/invalid' });
  }
  await thread.send('approve', { by: 'ada' });
  expect(await thread.ended()).toMatchObject({ outcome: 'approved', state: { by: 'ada' } });
  await cairn.close();
});
