import { expect } from 'vitest';
import type { Wants } from '../../src/expression/expression.ts';
import { anything, celNames, listKnown, objectKnown, recordKnown, type Known } from '../../src/cel/known.ts';
import { Scope } from '../../src/expression/scope.ts';
import { readIn } from './read-in.ts';

const text: Known = { cel: celNames.text };
const number: Known = { cel: celNames.number };
const flag: Known = { cel: celNames.flag };

/** A place of which much is known. */
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
        [
          'order',
          objectKnown(
            new Map<string, Known>([
              ['city', text],
              ['count', number],
              ['tags', listKnown(text)],
            ]),
          ),
        ],
        ['items', listKnown(objectKnown(new Map([['name', text]])))],
        ['since', { cel: celNames.time }],
        ['data', anything],
      ]),
    ),
    event: objectKnown(new Map([['by', text]])),
    thresholds: objectKnown(new Map([['small', number]])),
  },
  constants: { thresholds: { small: 50 } },
});

/** What is told of an expression there. */
export function mistakesOf(source: string, want: Wants = 'value'): ReturnType<typeof readIn>['mistakes'] {
  return readIn(scope, source, want).mistakes;
}

/** Does what the messages say, as somebody does who reads them, until there is nothing left to do; in so many steps at most. */
export function followed(source: string, want: Wants = 'value', most = 6): string {
  let now = source;
  for (let steps = 0; steps <= most; steps++) {
    const [mistake] = mistakesOf(now, want);
    if (mistake === undefined) return now;
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
