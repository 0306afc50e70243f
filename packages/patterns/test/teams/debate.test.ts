import { expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { check, diagram, mermaid, memory, open, run, type FactsOf } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { debate, type Judging, type Finding } from '@cairn/patterns';

const task = z.object({ question: z.string() });
const verdict = z.enum(['for', 'against']);

type Judge = (given: Judging<z.infer<typeof task>, string>) => Finding<z.infer<typeof verdict>>;

function debated(judge: Judge, con: () => string = () => 'no') {
  return debate({
    name: 'trial',
    task,
    argument: z.string(),
    verdict,
    sides: { pro: ({ arguments: said, wanted }) => `yes ${said.length} ${wanted.join()}`.trim(), con },
    judge,
    more: 1,
  });
}

const asked = { task: { question: 'Is it so?' } };

test('it is a graph without mistakes, that is drawn', () => {
  const trial = debated(() => ({ verdict: 'for' }));
  expect(check(trial)).toEqual([]);
  expect(mermaid(diagram(trial))).toContain('another round');
  expectTypeOf<FactsOf<typeof trial>['outcome']>().toEqualTypeOf<'judged' | 'decided' | 'undecided' | 'exhausted'>();
  expectTypeOf<FactsOf<typeof trial>['state']['verdict']>().toEqualTypeOf<'for' | 'against' | undefined>();
});

test('sides take turns, each hearing all before it, and the judge decides', async () => {
  const { state, ...ended } = await run(
    debated(({ arguments: said }) => ({ verdict: 'against', why: `${said.length} arguments` })),
    asked,
  );
  expect(ended).toMatchObject({ outcome: 'judged' });
  expect(state).toMatchObject({ verdict: 'against', why: '4 arguments', round: 2 });
  expect(state.arguments.map(({ round, by, argument }) => [round, by, argument])).toEqual([
    [1, 'pro', 'yes 0'],
    [1, 'con', 'no'],
    [2, 'pro', 'yes 2'],
    [2, 'con', 'no'],
  ]);
});

test('the judge may ask for another round, and for no more than there is', async () => {
  const left: number[] = [];
  const trial = debated(({ left: rounds, arguments: said }) => {
    left.push(rounds);
    return said.length < 100 && left.length < 4 ? { more: 'figures' } : { verdict: 'for' };
  });
  const ended = await run(trial, asked);
  expect(left).toEqual([1, 0, 0, 0]);
  expect(ended).toMatchObject({ outcome: 'judged', state: { round: 3, granted: 1, wanted: ['figures'] } });
  expect(ended.state.arguments.at(-2)?.argument).toBe('yes 4 figures');
});

test('a side that fails misses its turn, and the other goes on', async () => {
  const trial = debated(
    ({ missed }) => ({ verdict: missed.length === 2 ? 'for' : 'against' }),
    () => {
      throw new Error('no model');
    },
  );
  const { state } = await run(trial, asked);
  expect(state.verdict).toBe('for');
  expect(state.missed).toEqual([
    { round: 1, by: 'con', reason: 'no model' },
    { round: 2, by: 'con', reason: 'no model' },
  ]);
  expect(state.arguments).toHaveLength(2);
});

test.each([
  ['throws', () => Promise.reject(new Error('no model')) as never, 'no model'],
  ['talks nonsense', () => ({ verdict: 'neither' as never }), 'verdict: Invalid option'],
  ['asks for ever', () => ({ more: 'more' }), 'No further round may be asked for'],
] satisfies [string, Judge, string][])('where the judge %s a person decides', async (_how, judge, doubt) => {
  const trial = debated(judge);
  const clock = virtualClock();
  const cairn = open({ store: memory(), graphs: [trial], clock });
  const thread = await cairn.start(trial, asked);
  await clock.advance('1m');
  const { state } = await thread.settled();
  expect(state.doubt).toContain(doubt);
  await thread.send('again', { by: 'ada', hint: 'the costs' });
  await clock.advance('1m');
  expect((await thread.settled()).state).toMatchObject({ round: state.round + 1, by: 'ada' });
  await thread.send('decide', { by: 'ada', verdict: 'against', why: 'it costs too much' });
  expect(await thread.ended()).toMatchObject({ outcome: 'decided', state: { verdict: 'against', by: 'ada' } });
  await cairn.close();
});
