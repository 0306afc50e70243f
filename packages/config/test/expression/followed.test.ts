import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Wants } from '../../src/expression/expression.ts';
import { followed, mistakesOf } from './reader.ts';

/** An expression as CEL has it, and as it is written by somebody who thinks in another language. */
interface Pair {
  readonly right: string;
  readonly wrong: string;
}

type Made = fc.Arbitrary<Pair>;

const same = (...all: readonly string[]): Made => fc.constantFrom(...all).map((text) => ({ right: text, wrong: text }));

const slip = (right: string, wrong: string): Made => fc.constant({ right, wrong });

/** What is made of parts: `right` and `wrong` say how, by the texts of the parts. */
function of(
  parts: readonly Made[],
  right: (...texts: string[]) => string,
  wrong: (...texts: string[]) => string,
): Made {
  return fc.tuple(...parts).map((all) => ({
    right: right(...all.map((each) => each.right)),
    wrong: wrong(...all.map((each) => each.wrong)),
  }));
}

const alike = (parts: readonly Made[], write: (...texts: string[]) => string): Made => of(parts, write, write);

const { text, number, list, flag } = fc.letrec<Readonly<Record<'text' | 'number' | 'list' | 'flag', Pair>>>((tie) => {
  const [t, n, l, f] = [tie('text'), tie('number'), tie('list'), tie('flag')];
  const depth = { depthSize: 'small', maxDepth: 2, withCrossShrink: true } as const;
  return {
    text: fc.oneof(
      depth,
      same('state.title', 'event.by', '"x"', "'and = or'"),
      slip('state.order.?city.orValue("none")', 'state.order.city ?? "none"'),
      slip('state.?order.?city.orValue(event.by)', 'state.order?.city ?? event.by'),
      slip('state.?title.orValue("")', '(state.title || "none")'),
      slip('state.notes[?0].orValue("none")', 'state.notes[0] ?? "none"'),
      slip('"by " + string(event.by)', '(`by ${event.by}`)'),
      slip('state.order.city', '$state.order.city'),
      slip('state.title', '{{ state.title }}'),
      slip('state.title', 'state.title!'),
      alike([t, t], (a, b) => `(${a} + ${b})`),
      of(
        [n],
        (a) => `("n: " + string(${a}))`,
        (a) => `("n: " + double(${a}))`,
      ),
      of(
        [t],
        (a) => `(${a}).trim().lowerAscii()`,
        (a) => `(${a}).trim().toLowerCase()`,
      ),
      of(
        [t],
        (a) => `(${a}).upperAscii()`,
        (a) => `upper(${a})`,
      ),
      of(
        [f, t, t],
        (a, b, c) => `(${a} ? ${b} : ${c})`,
        (a, b, c) => `iif(${a}, ${b}, ${c})`,
      ),
    ),
    number: fc.oneof(
      depth,
      same('state.amount', '3', 'thresholds.small'),
      slip('state.?amount.orValue(0)', '(state.amount ?? 0)'),
      slip('size(state.?title.orValue(""))', 'state.title?.length'),
      slip('size(state.?notes.orValue([]))', 'state.notes?.length'),
      slip('double(event.by)', 'Number(event.by)'),
      slip('1000', '1_000'),
      alike([n, n], (a, b) => `(${a} * ${b})`),
      of(
        [t],
        (a) => `double(size(${a}))`,
        (a) => `double((${a}).length)`,
      ),
      of(
        [l],
        (a) => `double(size(${a}))`,
        (a) => `double(len(${a}))`,
      ),
      of(
        [n, n],
        (a, b) => `(double(${a}) > ${b} ? double(${a}) : ${b})`,
        (a, b) => `Math.max(${a}, ${b})`,
      ),
    ),
    list: fc.oneof(
      depth,
      same('state.notes', '["x"]', 'state.order.tags'),
      slip('state.notes + ["x"]', '[...state.notes, "x"]'),
      slip('state.notes + state.notes', '[...state.notes, ...state.notes]'),
      slip('state.?order.?tags.orValue([])', '(state.order?.tags ?? [])'),
      of(
        [l],
        (a) => `(${a}).filter(n, n != "x")`,
        (a) => `(${a}).filter(n => n != "x")`,
      ),
      of(
        [l, l],
        (a, b) => `(${a} + ${b})`,
        (a, b) => `(${a}).concat(${b})`,
      ),
    ),
    flag: fc.oneof(
      depth,
      same('state.open', 'true'),
      slip('state.?order.?city.orValue("") == "x"', '(state.order?.city == "x")'),
      slip('state.?order.?count.orValue(0) > 3', '(state.order?.count > 3)'),
      slip('has(state.title)', '(state.title !== null)'),
      slip('state.?order.?city.hasValue()', '(state.order?.city != undefined)'),
      slip('"x" in state.?order.?tags.orValue([])', 'state.order?.tags?.includes("x")'),
      slip('!("x" in state.notes)', '("x" not in state.notes)'),
      slip('"x" in state.notes', '(state.notes in "x")'),
      slip('state.amount == 3', '(state.amount is "3")'),
      slip('state.since < now', '(state.since < new Date())'),
      slip('now - state.since > duration("1d")', '(now - state.since > 1d)'),
      slip('state.title in ["a", "b"]', '(state.title in ("a", "b"))'),
      of(
        [n, n],
        (a, b) => `(${a} == ${b})`,
        (a, b) => `(${a} === ${b})`,
      ),
      of(
        [t, t],
        (a, b) => `(${a} != ${b})`,
        (a, b) => `(${a} <> ${b})`,
      ),
      of(
        [n, n],
        (a, b) => `(${a} >= ${b})`,
        (a, b) => `(${a} => ${b})`,
      ),
      of(
        [f, f],
        (a, b) => `(${a} && ${b})`,
        (a, b) => `(${a} and ${b})`,
      ),
      of(
        [f, f],
        (a, b) => `(${a} || ${b})`,
        (a, b) => `(${a} or ${b})`,
      ),
      of(
        [f],
        (a) => `(! (${a}))`,
        (a) => `(not (${a}))`,
      ),
      of(
        [l, t],
        (a, b) => `(${b} in ${a})`,
        (a, b) => `(${a}).includes(${b})`,
      ),
      of(
        [t, t],
        (a, b) => `(${a}).contains(${b})`,
        (a, b) => `contains(${a}, ${b})`,
      ),
      of(
        [l],
        (a) => `(${a}).exists(n, n == "x")`,
        (a) => `(${a}).some(n => n == "x")`,
      ),
    ),
  };
});

const places: readonly (readonly [Wants, Made])[] = [
  ['text', text],
  ['count', number],
  ['list', list],
  ['verdict', flag],
];

test.each(places)('whoever does what is told comes to an expression that gives a %s', (want, made) => {
  fc.assert(
    fc.property(made, ({ right, wrong }) => {
      expect(mistakesOf(right, want)).toEqual([]);
      // What is long is not told whole.
      fc.pre(wrong.length <= 60 && right.length <= 80);
      followed(wrong, want, 40);
    }),
  );
});
