import { readFileSync } from 'node:fs';
import { memory, open, sideTable, type AnyGraph } from '@cairn/core';
import {
  answerByLink,
  answerByWebhook,
  approval,
  attempt,
  breaker,
  gate,
  signedLinks,
  slackNotifier,
  undoable,
  watchFolder,
} from '@cairn/patterns';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { places } from './every-place.ts';

const text = z.string();
const odd = [0, -1, 1.5, NaN, Infinity, '3'] as const;

/** A pattern of every kind, with more options. */
function made(kind: string, more: object): unknown {
  const place = places.find((each) => each.place.startsWith(`${kind} `));
  return place?.made(() => place.good, more);
}

const table = sideTable<never>(memory(), 'breakers') as never;
const guarded = (more: object) =>
  breaker({ name: 'guard', table, opens: { failures: 1 }, for: '1m', work: () => 1, ...more } as never);
const ruled = (approvals: unknown) =>
  gate({
    name: 'gate',
    action: text,
    rules: [{ name: 'large', when: () => true, then: 'ask', approvals: approvals as number }],
  });
const tiered = (more: object) =>
  made('tiers', { tiers: [{ name: 'one', ask: () => ({ answer: 'a', confidence: 1 }), ...more }] });
const answering = { cairn: undefined as never, graphs: [] };
const links = signedLinks({ url: 'https://desk.example.com', secrets: ['x'.repeat(32)] });
const approving = (person: object) => approval({ name: 'approval', about: text, person });

/** Every option that is a number, the pattern that has it, what else than whole numbers from 1 it takes, and what makes it. */
const options: readonly (readonly [string, string, readonly unknown[], (given: unknown) => unknown])[] = [
  ['attempts', 'attempt', [], (attempts) => made('attempt', { attempts })],
  [
    'approvals',
    'approval',
    [],
    (approvals) => approval({ name: 'approval', about: text, approvals: approvals as number }),
  ],
  ['rules.large.approvals', 'gate', [], ruled],
  ['rounds', 'reflection', [], (rounds) => made('reflection', { rounds })],
  ['good', 'reflection', [0, -1, 1.5], (good) => made('reflection', { good })],
  ['accept', 'tiers', [0], (accept) => made('tiers', { accept })],
  ['tiers.one.accept', 'tiers', [0], (accept) => tiered({ accept })],
  ['tiers.one.cost', 'tiers', [0, 1.5], (cost) => tiered({ cost })],
  ['rounds', 'consensus', [], (rounds) => made('consensus', { rounds })],
  ['quorum', 'consensus', [], (quorum) => made('consensus', { quorum })],
  ['rounds', 'debate', [], (rounds) => made('debate', { rounds })],
  ['more', 'debate', [0], (more) => made('debate', { more })],
  ['turns', 'groupChat', [], (turns) => made('groupChat', { turns })],
  ['tries', 'supervision', [], (tries) => made('supervision', { tries })],
  ['plans', 'supervision', [], (plans) => made('supervision', { plans })],
  ['limit', 'supervision', [], (limit) => made('supervision', { limit })],
  ['atOnce', 'supervision', [], (atOnce) => made('supervision', { atOnce })],
  ['budgets.w.calls', 'supervision', [0, 1.5, Infinity], (calls) => made('supervision', { budgets: { w: { calls } } })],
  ['tries', 'crew', [], (tries) => made('crew', { tries })],
  ['limit', 'crew', [], (limit) => made('crew', { limit })],
  ['atOnce', 'crew', [], (atOnce) => made('crew', { atOnce })],
  ['budgets.role.cost', 'crew', [0, 1.5, Infinity], (cost) => made('crew', { budgets: { role: { cost } } })],
  ['tries', 'segments', [], (tries) => made('segments', { tries })],
  ['limit', 'tasks', [], (limit) => made('tasks', { limit })],
  ['limit', 'saga', [], (limit) => made('saga', { limit })],
  ['grace', 'saga', [0, 1.5], (grace) => made('saga', { grace })],
  ['opens.failures', 'guard', [], (failures) => guarded({ opens: { failures } })],
  ['opens.share', 'guard', [], (share) => guarded({ opens: { share: share === 1 ? 0.5 : share, of: 4 } })],
  ['opens.of', 'guard', [], (of) => guarded({ opens: { share: 0.5, of } })],
  ['for', 'guard', [1.5], (given) => guarded({ for: given })],
  ['probe', 'guard', [1.5], (probe) => guarded({ probe })],
  ['person.deadline', 'approval', [1.5], (deadline) => approving({ deadline })],
  ['person.remind', 'approval', [1.5], (remind) => approving({ remind })],
  ['person.chain[0].for', 'approval', [1.5], (given) => approving({ chain: [{ who: 'ada', for: given }] })],
  ['patience', 'answerByLink', [], (patience) => answerByLink({ ...answering, links, patience: patience as number })],
  [
    'patience',
    'answerByWebhook',
    [],
    (patience) =>
      answerByWebhook({ ...answering, secrets: ['x'.repeat(32)], read: () => undefined, patience: patience as number }),
  ],
  [
    'tolerance',
    'answerByWebhook',
    [1.5],
    (tolerance) =>
      answerByWebhook({
        ...answering,
        secrets: ['x'.repeat(32)],
        read: () => undefined,
        tolerance: tolerance as number,
      }),
  ],
  [
    'expires',
    'signedLinks',
    [1.5],
    (expires) =>
      signedLinks({ url: 'https://desk.example.com', secrets: ['x'.repeat(32)], expires: expires as number }),
  ],
  [
    'timeout',
    'slackNotifier',
    [1.5],
    (timeout) => slackNotifier({ url: 'https://desk.example.com', timeout: timeout as number }),
  ],
];

/** What is said when something is made. */
function saidOf(make: () => unknown): string {
  try {
    make();
    return 'nothing';
  } catch (error) {
    return String(error);
  }
}

const cases = options.flatMap(([option, kind, fine, make]) =>
  odd.map((given) => ({ option, kind, given, isFine: fine.includes(given), make })),
);

describe('a number that makes no sense is refused where it is written', () => {
  test.each(cases)('$option of $kind: $given', ({ option, kind, given, isFine, make }) => {
    const said = typeof given === 'string' ? '"3"' : String(given);
    const refused = `TypeError: \`${option}\` of "${kind}" is ${said}. It has to be `;
    expect(saidOf(() => make(given)).slice(0, refused.length)).toBe(isFine ? 'nothing' : refused);
  });

  test.each(options)('%s of %s: 1', (_option, _kind, _fine, make) => {
    expect(() => make(1)).not.toThrow();
  });

  test.each(['attempt', 'gate', 'tiers', 'consensus', 'debate', 'supervision', 'crew', 'segments', 'saga'])(
    'the lengths of time by which %s asks people',
    (kind) => {
      const person = { deadline: 'soon' };
      const make = () =>
        kind === 'gate'
          ? gate({ name: 'gate', action: text, rules: [], otherwise: 'ask', person: person as never })
          : made(kind, { person });
      expect(make).toThrow(
        `\`person.deadline\` of "${kind}" is "soon". It has to be a length of time above 0, such as 90m.`,
      );
    },
  );

  test('how often a folder is looked at', async () => {
    const { signal } = new AbortController();
    await expect(watchFolder('.', () => Promise.resolve(), { every: 0, signal })).rejects.toThrow(
      '`every` of "watchFolder" is 0. It has to be a length of time above 0, such as 90m.',
    );
  });

  test('all options of the package that are numbers are held', () => {
    const report = 'patterns.d.ts';
    const api = readFileSync(new URL(`../../../../api/${report}`, import.meta.url), 'utf8');
    const inOptions = api.matchAll(
      /(?:interface (?:\w+Options|Rule|Answering)\b|type BreakerRule\b)(?<body>.*?)\n(?=declare |export |interface |type |\/\*\*)/gsu,
    );
    const named = Array.from(inOptions, ({ groups }) => [
      ...(groups?.['body'] ?? '').matchAll(/(?<name>\w+)\??: number\b/gu),
    ]);
    const names = new Set(named.flat().map(({ groups }) => groups?.['name']));
    expect(names.size).toBeGreaterThan(10);
    const held = new Set(options.map(([option]) => option.split('.').at(-1)));
    expect([...names].filter((name) => !held.has(name ?? ''))).toEqual([]);
  });
});

test('a function that says a number is held to the same when it is asked', async () => {
  const job = attempt({
    name: 'job',
    task: text,
    result: text,
    act: () => 'r',
    verify: () => ({ ok: false, reason: 'no' }),
    attempts: () => 0.5,
  });
  const cairn = open({ store: memory(), graphs: [job] });
  const { status, ...how } = await (await cairn.start(job, { task: 't' })).settled();
  expect(status).toBe('failed');
  expect(JSON.stringify(how)).toContain('It has to be a whole number of at least 1.');
  await cairn.close();
});

const asked: readonly AnyGraph[] = [
  ...['attempt', 'tiers', 'consensus', 'debate', 'groupChat', 'supervision', 'crew', 'segments', 'saga'].map(
    (kind) => made(kind, { person: {} }) as AnyGraph,
  ),
  approval({ name: 'approval', about: text }) as AnyGraph,
  gate({ name: 'gate', action: text, rules: [], otherwise: 'ask' }) as AnyGraph,
  undoable({
    name: 'undoable',
    state: {},
    person: {},
    start: 'a',
    nodes: { a: { run: () => ({}), undo: () => undefined, next: 'b' }, b: { final: true } },
  } as never) as AnyGraph,
];

/** Whether what an event brings is refused for who says it. */
function isUnnamed(graph: AnyGraph, event: string, payload: object): boolean {
  const found = graph.source.events?.[event]?.['~standard'].validate(payload);
  if (found === undefined || found instanceof Promise) throw new Error('The event is not there.');
  return (found.issues ?? []).some(({ path = [] }) => path[0] === 'by');
}

describe('nobody says anything who is not named', () => {
  test.each(asked.map((each) => [each.name, each] as const))('to %s', (_name, each) => {
    const events = Object.keys(each.source.events ?? {}).filter((event) => isUnnamed(each, event, {}));
    expect(events.length).toBeGreaterThan(0);
    for (const event of events) {
      const blank = ['', ' ', '\t\n\u00A0', '\u200B', '\u2060 \u00AD', '\u0000'].map((by) =>
        isUnnamed(each, event, { by }),
      );
      expect({ event, blank, named: isUnnamed(each, event, { by: 'ada' }) }).toEqual({
        event,
        blank: blank.map(() => true),
        named: false,
      });
    }
  });
});
