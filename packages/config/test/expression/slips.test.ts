import { describe, expect, test } from 'vitest';
import { celNames, listKnown, objectKnown, recordKnown, anything, type Known } from '../../src/expression/known.ts';
import { Scope } from '../../src/expression/scope.ts';
import { readIn } from './read-in.ts';

const text: Known = { cel: celNames.text };
const number: Known = { cel: celNames.number };
const flag: Known = { cel: celNames.flag };

const scope = new Scope({
  parameters: ['state', 'event', 'moment'],
  known: {
    state: objectKnown(
      new Map<string, Known>([
        ['amount', number],
        ['title', text],
        ['in', text],
        ['open', flag],
        ['paid', flag],
        ['notes', listKnown(text)],
        ['prices', recordKnown(number)],
        ['order', objectKnown(new Map([['city', text]]))],
        ['since', { cel: celNames.time }],
        ['data', anything],
      ]),
    ),
    event: objectKnown(new Map([['by', text]])),
    thresholds: objectKnown(new Map([['small', number]])),
  },
  constants: { thresholds: { small: 50 } },
});

const mistakesOf = (source: string) => readIn(scope, source).mistakes;

/** Does what the messages say until there is nothing left to do. */
function followed(source: string): string {
  let now = source;
  for (let steps = 0; steps < 6; steps++) {
    const [mistake, ...others] = mistakesOf(now);
    if (mistake === undefined) return now;
    expect(others).toEqual([]);
    expect(mistake.line).toBe(1);
    const { written = '', write = '' } =
      /In place of (?<written>.+) write (?<write>.+)\.$/su.exec(mistake.message)?.groups ??
      /Leave (?<written>.+?) out[.:]/su.exec(mistake.message)?.groups ??
      {};
    expect(now).toContain(
      written === '' ? `something to write in place of what stands there: ${mistake.message}` : written,
    );
    // It stands where it is said to stand, or around that.
    const at = now.lastIndexOf(written, mistake.column - 1);
    expect({ at, reaches: at + written.length >= mistake.column }).toEqual({ at: Math.max(0, at), reaches: true });
    now = `${now.slice(0, at)}${write}${now.slice(at + written.length)}`.trim();
  }
  throw new Error(`It is not done: ${now}`);
}

describe('what is written as elsewhere is told what to write, and that is an expression', () => {
  test.each<[string, string]>([
    ['state.amount === 3', 'state.amount == 3'],
    ['state.amount !== 3', 'state.amount != 3'],
    ['state.amount <> 3', 'state.amount != 3'],
    ['state.amount = 3', 'state.amount == 3'],
    ['state.title == "and" and state.open', 'state.title == "and" && state.open'],
    ['state.open or state.paid', 'state.open || state.paid'],
    ['not state.open', '! state.open'],
    ['NOT state.open AND state.paid', '! state.open && state.paid'],
    ['state.amount is 3', 'state.amount == 3'],
    ['state.title is not "x"', 'state.title != "x"'],
    ['"x" not in state.notes', '!("x" in state.notes)'],
    ['state.open & state.paid', 'state.open && state.paid'],
    ['state.open | state.paid', 'state.open || state.paid'],
    ['state.title ?? "none"', 'state.?title.orValue("none")'],
    ['state.order.city ?? event.by', 'state.order.?city.orValue(event.by)'],
    ['state.order?.city', 'state.?order.?city'],
    ['state.order?.city ?? "none"', 'state.?order.?city.orValue("none")'],
    ['state?.amount', 'state.amount'],
    ['state.title == null', '!has(state.title)'],
    ['null != state.title', 'has(state.title)'],
    ['state.title === undefined', '!has(state.title)'],
    ['state.data !== undefined', 'has(state.data)'],
    ['typeof state.title === "undefined"', '!has(state.title)'],
    ['typeof state.data == "number"', 'type(state.data) == double'],
    ['state.in', 'state["in"]'],
    ['state.notes.length', 'size(state.notes)'],
    ['state.notes.size > 3', 'size(state.notes) > 3'],
    ['state.title.trim().length > 3', 'size(state.title.trim()) > 3'],
    ['len(state.notes) == 0', 'size(state.notes) == 0'],
    ['state.notes.isEmpty()', 'size(state.notes) == 0'],
    ['`${state.title}: ${state.amount}!`', 'string(state.title) + ": " + string(state.amount) + "!"'],
    ['"by ${event.by}"', '"by " + string(event.by)'],
    ['${state.amount}', 'state.amount'],
    ['{{ state.amount }}', 'state.amount'],
    ['$state.amount', 'state.amount'],
    ['"n: " + state.amount', '"n: " + string(state.amount)'],
    ['state.notes.includes("x")', '"x" in state.notes'],
    ['[1, 2].includes(state.amount)', 'state.amount in [1, 2]'],
    ['state.title.includes("x")', 'state.title.contains("x")'],
    ['"x" in state.title', 'state.title.contains("x")'],
    ['state.notes contains "x"', '"x" in state.notes'],
    ['state.notes.some(n => n == "x")', 'state.notes.exists(n, n == "x")'],
    ['state.notes.every((n) => n != "x")', 'state.notes.all(n, n != "x")'],
    ['state.notes.find(n => n != "x")', 'state.notes.filter(n, n != "x")[0]'],
    ['state.notes.at(-1)', 'state.notes[size(state.notes) - 1]'],
    ['state.notes.concat(["x"])', 'state.notes + ["x"]'],
    ['state.notes.push("x")', 'state.notes + ["x"]'],
    ['[...state.notes, "x"]', 'state.notes + ["x"]'],
    ['["x", ...state.notes]', '["x"] + state.notes'],
    ['state.title.toLowerCase()', 'state.title.lowerAscii()'],
    ['state.title.slice(0, 2)', 'state.title.substring(0, 2)'],
    ['state.amount.toString()', 'string(state.amount)'],
    ['String(state.amount)', 'string(state.amount)'],
    ['Number(state.title)', 'double(state.title)'],
    ['Number.parseInt(state.title)', 'int(state.title)'],
    ['Math.max(state.amount, 3)', '(state.amount > 3 ? state.amount : 3)'],
    ['Object.keys(state.prices).length', 'size(state.prices.map(key, key))'],
    ['state.prices.has("pear")', '"pear" in state.prices'],
    ['state.since < Date.now()', 'state.since < now'],
    ['state.since < new Date()', 'state.since < now'],
    ['state.since > "2026-01-01"', 'state.since > timestamp("2026-01-01T00:00:00Z")'],
    ['now - 86400000 > state.since', 'now - duration("86400000ms") > state.since'],
    ['1 < state.amount < 3', '1 < state.amount && state.amount < 3'],
    ['state.amount += 1', 'state.amount + 1'],
    ['state.amount++', 'state.amount+ 1'],
    ['state.order.city!', 'state.order.city'],
    ['state.amount as number', 'state.amount'],
    ['return state.amount;', 'state.amount'],
    ['(s) => s.amount', 'state.amount'],
    ['{ by: event.by }', '{ "by": event.by }'],
    ['True', 'true'],
    ['None', 'null'],
    ['amount > thresholds.small', 'state.amount > thresholds.small'],
    ['exists(state.title)', 'has(state.title)'],
    ['good', '"good"'],
    ['approved by ada', '"approved by ada"'],
  ])('%s', (source, instead) => {
    expect(followed(source)).toBe(instead);
    expect(mistakesOf(instead)).toEqual([]);
  });
});

describe('what no replacement says is told in words, by what can be written', () => {
  test.each<[string, string, string]>([
    ['!state.title', 'has(state.title)', '!has(state.title)'],
    ['state.title || "none"', 'state.?title.orValue("none")', 'state.?title.orValue("none")'],
    ['state.amount == "3"', 'string(…)', 'string(state.amount) == "3"'],
    ['state.open ? 1 : "a"', 'dyn(…)', 'state.open ? dyn(1) : "a"'],
    ['state.open ? 1', 'A choice is written state.done ? "yes" : "no"', 'state.open ? 1 : 2'],
    ['if (state.open) 1 else 2', 'A choice is written state.done ? "yes" : "no"', 'state.open ? 1 : 2'],
    ['state.amount ** 2', 'state.amount * state.amount', 'state.amount * state.amount'],
    ['[1, ...[2]]', 'state.list + ["more"]', '[1] + [2]'],
    ['duration(3)', 'duration("3s")', 'duration("3s")'],
    ['timestamp("2026-01-01")', '2026-01-31T12:00:00Z', 'timestamp("2026-01-01T00:00:00Z")'],
    ['has("title")', 'has(state.title)', 'has(state.title)'],
    ['size(state.amount)', 'size(string) or size(bytes) or size(list) or size(map)', 'size(state.title)'],
    ['state.title.startsWith("x", 1)', 'startsWith(string)', 'state.title.startsWith("x")'],
    ['state.notes.indexOf("x") >= 0', 'whether one is there is "x" in state.notes', '"x" in state.notes'],
    ['state.notes.first', 'An item is state.notes[0]', 'state.notes[0]'],
    ['/x/.test(state.title)', 'Use contains, startsWith or endsWith', 'state.title.contains("x")'],
    ['state.title.match("x")', 'Use contains, startsWith or endsWith', 'state.title.contains("x")'],
    ['Math.round(state.amount)', 'Decide it in an activity', 'state.amount'],
    ['JSON.stringify(state.order)', 'Decide it in an activity', 'state.order'],
    ['state.notes.sort()', 'Decide it in an activity', 'state.notes'],
    ['state.amount.between(1, 3)', 'Decide it in an activity', 'state.amount'],
    ['let x = 3', 'Leave let out', 'state.amount'],
    ['error.message', 'under "onError"', 'state.title'],
    ['child.outcome', 'under "output"', 'state.title'],
    ['state.amount +', 'Something is missing at its end', 'state.amount + 1'],
    ['state.amount @ 3', 'An expression is made of', 'state.amount + 3'],
  ])('%s', (source, told, instead) => {
    const mistakes = mistakesOf(source);
    expect(mistakes).toMatchObject([{ line: 1, message: expect.stringContaining(told) }]);
    expect(mistakesOf(instead)).toEqual([]);
  });
});
