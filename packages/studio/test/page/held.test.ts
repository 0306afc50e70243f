import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LogRow } from '../../src/api.ts';
import { inPageWords } from '../../src/page/data/page-words.ts';
import { heldBy, type Held } from '../../src/page/inbox/held.ts';
import type { Take } from '../../src/page/inbox/takes.ts';
import { otherQuestion, takenNoMore } from '../../src/page/thread/act/meanwhile.ts';

/** What happens to a thread that asks under one key, and what is known of it then: by a list, which does not say when it was asked, or wholly. */
const moves = fc.array(
  fc.record({ happens: fc.constantFrom('answered', 'asked', 'something else'), isWhole: fc.boolean() }),
  { maxLength: 8 },
);

test('what is about to be answered stays the question that was seen, or is told to be over', () => {
  fc.assert(
    fc.property(moves, (happened) => {
      let head = 5;
      let asked: number | undefined = 5;
      let isSame = true;
      const take = (seq: number, isWhole: boolean): Take => ({
        id: 'answer  ok',
        kind: 'answer',
        name: 'ok',
        payload: `asked at ${seq}`,
        ...(isWhole && { asked: seq }),
      });
      let held: Held = { take: take(5, false), seen: 5 };
      for (const { happens, isWhole } of happened) {
        head += 1;
        if (happens === 'answered') asked = undefined;
        if (happens === 'asked') asked = head;
        isSame &&= happens === 'something else';
        held = heldBy(held, { takes: asked === undefined ? [] : [take(asked, isWhole)], head, isWhole });
        expect(held.take.payload).toBe('asked at 5');
        expect(held.seen).toBe(5);
        const said = held.over?.match(/not asked any more|asked anew/u)?.[0];
        const known = isSame ? undefined : asked === undefined ? 'not asked any more' : 'asked anew';
        expect([said, known]).toEqual([isWhole || isSame ? known : said, known]);
      }
    }),
  );
});

const row = (seq: number, cause: string, label = 'ok', lane = ''): LogRow =>
  ({ seq, cause, label, lane, ...(cause === 'answer' && { note: { context: { by: 'bob' } } }) }) as never;
const asks = (...keys: readonly string[]) => ({
  questions: keys.map((key) => ({ key, lane: '', node: 'fit' })),
  events: ['stop'],
});

describe('of a question that somebody is about to answer', () => {
  test.each([
    ['nothing where nothing happened', 5, asks('ok'), [row(5, 'ask')], undefined],
    [
      'nothing where other things happened',
      7,
      asks('ok'),
      [row(5, 'ask'), row(6, 'ask', 'b'), row(7, 'ask', 'ok', 'a')],
      undefined,
    ],
    [
      'who answered it',
      6,
      null,
      [row(5, 'ask'), row(6, 'answer')],
      'This was answered meanwhile, at checkpoint 6 by bob.',
    ],
    [
      'that it is asked anew',
      7,
      asks('ok'),
      [row(6, 'answer'), row(7, 'ask')],
      'This was answered meanwhile, and is asked anew, at checkpoint 7.',
    ],
    ['that it is asked no more', 6, asks(), [row(5, 'ask')], 'This is not asked any more: the thread went on.'],
    ['that the thread was sent back', 6, asks('ok'), [row(6, 'rewind')], 'The thread was sent back meanwhile.'],
    ['nothing while it is at work', 6, null, [row(6, 'step')], undefined],
  ] as const)('it is told %s', (_, head, summary, rows, told) => {
    expect(otherQuestion({ key: 'ok', lane: '', node: 'fit' }, { seen: 5, now: { head, summary }, rows })).toBe(told);
  });

  test('and of an event whether it is taken any more', () => {
    const now = (head: number, summary: object | null) => ({ seen: 5, now: { head, summary: summary as never } });
    expect(takenNoMore('stop', now(6, asks()))).toBeUndefined();
    expect(takenNoMore('pay', now(5, asks()))).toBeUndefined();
    expect(takenNoMore('pay', now(6, null))).toBeUndefined();
    expect(takenNoMore('pay', now(6, asks()))).toContain('does not take this any more');
  });
});

test.each([
  [
    'Nothing asks "size" now. No question is open. Give it with { queue: true } to keep it until it is asked.',
    'Nothing asks "size" now. No question is open.',
  ],
  [
    'Nothing accepts event "a" now. No event is accepted. Send it with { queue: true } to keep it until something takes it.',
    'Nothing accepts event "a" now. No event is accepted.',
  ],
  ['Thread "A" is done.', 'Thread "A" is done.'],
])('a refusal has words of the page: %s', (message, words) => {
  expect(inPageWords(message)).toBe(words);
});
