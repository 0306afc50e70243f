import { expect, test } from 'vitest';
import { z } from 'zod';
import { memory, open, type FactsOf, type Thread } from '@cairn/core';
import { approval, consensus, crew, debate, gate, groupChat, supervision, tasks, tiers } from '@cairn/patterns';

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
  expect(() => make('wirter')).toThrow(
    'The tasks of "c": Task "one" is for "wirter", who is nobody. Did you mean "writer"?',
  );
  expect(make('writer').name).toBe('c');
});

test.each([
  ['there is none', [], 'The plan has no task.'],
  [
    'they need each other in a circle',
    [
      { id: 'one', role: 'writer', brief: 'x', needs: ['two'] },
      { id: 'two', role: 'writer', brief: 'x', needs: ['one'] },
    ],
    'one',
  ],
  ['one needs what is not there', [{ id: 'one', role: 'writer', brief: 'x', needs: ['tow'] }], 'tow'],
  ['one has no id', [{ id: '', role: 'writer', brief: 'x' }], 'which is empty'],
  ['one says nothing that its worker takes', [{ id: 'one', role: 'writer', brief: 7 }], 'brief'],
] as const)('tasks of a crew that are known beforehand are refused where %s', (_what, all, says) => {
  const make = () =>
    crew({ name: 'c', goal: text, brief: text, result: text, roles: { writer: () => 'x' }, tasks: all as never });
  expect(make).toThrow(TypeError);
  expect(make).toThrow(/^The tasks of "c": /u);
  expect(make).toThrow(says);
});

const oneTask = (id: string) =>
  tasks({ name: 't', goal: text, what: text, result: text, plan: [{ id, what: 'x' }], work: () => 'r' });

test.each(['a/b', '', '__proto__'])('no task is known by "%s"', (id) => {
  expect(() => oneTask(id)).toThrow(/^The plan of "t": An entry has the id /u);
});

test.each(['a b', 'a@b', 'é ü'])('a task may be known by "%s"', async (id) => {
  const graph = oneTask(id);
  const cairn = open({ store: memory(), graphs: [graph] });
  expect(await (await cairn.start(graph, { goal: 'g' })).ended()).toMatchObject({ outcome: 'complete' });
  await cairn.close();
});

test('what is to hold somebody or something to a budget that there is not is refused', () => {
  const managed = (budgets: object) =>
    supervision({
      name: 's',
      goal: text,
      brief: text,
      result: text,
      workers: { writer: () => 'x' },
      plan: () => [],
      budgets,
    });
  expect(() => managed({ wirter: { calls: 1 } })).toThrow(
    '`budgets` of "s" has "wirter", who is nobody. Did you mean "writer"?',
  );
  expect(managed({ writer: { calls: 1 } }).name).toBe('s');
  const tiered = (spend: string) =>
    tiers({
      name: 't',
      task: text,
      answer: text,
      accept: 0.5,
      limits: { euros: 5 },
      spend,
      tiers: [{ name: 'one', ask: () => ({ answer: 'a', confidence: 1 }) }],
    });
  expect(() => tiered('eruos')).toThrow(
    '`spend` of "t" is "eruos", which is none of its `limits`. Did you mean "euros"?',
  );
  expect(tiered('euros').name).toBe('t');
});

test('a gate whose rules lead nowhere is refused', () => {
  const make = (then: string, otherwise: string) =>
    gate({
      name: 'g',
      action: text,
      rules: [{ name: 'long', when: (said) => said.length > 9, then: then as 'ask' }],
      otherwise: otherwise as 'ask',
    });
  expect(() => make('deny', 'allow')).toThrow(
    '`rules.long.then` of "g" is "deny". It has to be one of: "allow", "ask", "refuse".',
  );
  expect(() => make('ask', 'constructor')).toThrow('`otherwise` of "g" is "constructor".');
  expect(make('ask', 'refuse').name).toBe('g');
});

test.each(['ada ', 'ADA', 'a\u200Bda', 'ａｄａ', ' \u2060ada\u00AD'])(
  'where two have to approve, "%s" is nobody else than "ada"',
  async (again) => {
    const two = approval({ name: 'two', about: text, approvals: 2 });
    const large = gate({
      name: 'large',
      action: text,
      rules: [{ name: 'any', when: () => true, then: 'ask', approvals: 2 }],
    });
    const cairn = open({ store: memory(), graphs: [two, large] });
    const threads = [await cairn.start(two, { about: 'x' }), await cairn.start(large, { action: 'x' })];
    for (const thread of threads as Thread<FactsOf<typeof two>>[]) {
      await thread.send('approve', { by: 'ada' });
      await thread.send('approve', { by: again });
      expect(await thread.settled()).toMatchObject({ status: 'waiting', state: { approvals: [{ by: 'ada' }] } });
      await thread.send('approve', { by: ' grace ' });
      expect(await thread.ended()).toMatchObject({ state: { by: 'grace' } });
    }
    await cairn.close();
  },
);

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
