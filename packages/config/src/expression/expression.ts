import { EvaluationError, ParseError } from '@marcbachmann/cel-js';
import type { ASTNode } from '@marcbachmann/cel-js';
import type { Mistakes } from '../document/mistakes.ts';
import type { ScalarPiece } from '../document/piece.ts';
import { isWritten, noCount, noInstant, noLength, noNeed } from './constant.ts';
import { examine } from './examine.ts';
import { celNames } from './known.ts';
import { freshly, longest, prefix, reader } from './language.ts';
import { leaving } from './leaving.ts';
import { printed, type Printed } from './printed.ts';
import type { Scope } from './scope.ts';

/** What an expression has to give, in words, and the types of CEL that it may be. */
export interface Wanted {
  readonly words: string;
  readonly types: readonly string[];
  /** What is wrong with a value that is known before anything runs; undefined where it is fine. */
  readonly refuses?: (value: unknown) => string | undefined;
}

/** The places of a graph, by what their expressions give. */
export type Wants = 'verdict' | 'text' | 'count' | 'need' | 'list' | 'update' | 'instant' | 'length' | 'value';

const optional = 'optional';

/** What expressions have to give at the places of a graph. */
export const wanted: Readonly<Record<Wants, Wanted>> = {
  verdict: { words: 'true or false', types: [celNames.flag] },
  text: { words: 'a text', types: [celNames.text] },
  count: { words: 'a number', types: [celNames.number, celNames.whole], refuses: noCount },
  need: {
    words: 'a number, "all" or "any"',
    types: [celNames.number, celNames.whole, celNames.text],
    refuses: noNeed,
  },
  list: { words: 'a list', types: ['list', optional] },
  update: { words: 'a map', types: ['map', optional] },
  instant: {
    words: 'a time',
    types: [celNames.time, celNames.number, celNames.whole, optional, 'null'],
    refuses: noInstant,
  },
  length: {
    words: 'a length of time',
    types: [celNames.length, celNames.text, celNames.number, celNames.whole, optional, 'null'],
    refuses: noLength,
  },
  value: { words: 'a value', types: [] },
};

/** Where an expression stands. */
export interface Site {
  readonly scope: Scope;
  readonly mistakes: Mistakes;
  /** How the place is named when the expression fails: the file, or the name of the graph. */
  readonly document: string;
}

/** An expression that was read: what it gives for what a function of Cairn is given. */
export type Decide = (...args: readonly unknown[]) => unknown;

/** Reads an expression; undefined where it has a mistake, which is noted with its line and column. */
export function readExpression(site: Site, piece: ScalarPiece, path: string, want: Wanted): Decide | undefined {
  const { scope, mistakes } = site;
  const text = String(piece.value);
  const placeOf = piece.placeOf ?? (() => piece.at.start);
  const refuse = (at: number, message: string) => mistakes.add('expression', path, placeOf(at), message);
  if (text.length > longest) {
    refuse(0, `This expression has ${text.length} characters. It may have ${longest}: decide it in an activity.`);
    return undefined;
  }
  const ast = parsed(text, refuse);
  if (ast === undefined) return undefined;
  const { flaws, knownOf } = examine(ast, scope.vocabulary);
  for (const { at, message } of flaws) refuse(at, message);
  if (flaws.length > 0) return undefined;
  let print = printed(ast, knownOf, false);
  let program = scope.environment.parse(print.text);
  let checked = program.check();
  if (!checked.valid) {
    // What stands in for something absent is a number as all are, unless it is something that counts.
    const other = printed(ast, knownOf, true);
    const otherProgram = scope.environment.parse(other.text);
    const otherChecked = otherProgram.check();
    if (otherChecked.valid) [print, program, checked] = [other, otherProgram, otherChecked];
  }
  const { valid, type = 'dyn', error } = checked;
  if (!valid) {
    refuse(print.placeOf(error?.range?.start ?? 0), sentence(error?.summary ?? 'It does not fit'));
    return undefined;
  }
  if (!mayBe(want, type)) {
    refuse(0, `This must give ${want.words}, but it gives ${inWords(type)}.`);
    return undefined;
  }
  const refused = want.refuses !== undefined && isWritten(ast) ? want.refuses(leaving(program({}))) : undefined;
  if (refused !== undefined) {
    refuse(0, refused);
    return undefined;
  }
  return (...args) => {
    try {
      return freshly(scope.momentOf(args), () => leaving(program(scope.given(args))));
    } catch (error_) {
      const { line, column } = mistakes.placeOf(placeOf(failedAt(error_, print)));
      throw new Error(
        `${site.document}:${line}:${column}: ${sentence(summaryOf(error_))} It is in ${JSON.stringify(text)}.`,
        {
          cause: error_,
        },
      );
    }
  };
}

function parsed(text: string, refuse: (at: number, message: string) => void): ASTNode | undefined {
  try {
    return reader.parse(text).ast;
  } catch (error) {
    const at = error instanceof ParseError ? (error.range?.start ?? 0) : 0;
    refuse(Math.min(at, Math.max(0, text.length - 1)), `This is no expression of CEL: ${sentence(summaryOf(error))}`);
    return undefined;
  }
}

function mayBe({ types }: Wanted, type: string): boolean {
  if (types.length === 0 || type.startsWith('dyn')) return true;
  return types.some((each) => type === each || type.startsWith(`${each}<`));
}

const words: Readonly<Record<string, string>> = {
  [celNames.number]: 'a number',
  [celNames.whole]: 'a number',
  [celNames.flag]: 'true or false',
  [celNames.text]: 'a text',
  [celNames.time]: 'a time',
  [celNames.length]: 'a length of time',
};

function inWords(type: string): string {
  if (type.startsWith('list')) return 'a list';
  if (type.startsWith('map')) return 'a map';
  return words[type] ?? type;
}

function failedAt(error: unknown, print: Printed): number {
  return error instanceof EvaluationError && error.range !== undefined ? print.placeOf(error.range.start) : 0;
}

function summaryOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'summary' in error) return String(error.summary);
  return error instanceof Error ? error.message : String(error);
}

/** What a library says, as a sentence of its own. */
function sentence(said: string): string {
  const plain = said.replaceAll(prefix, '').trim();
  const first = plain.charAt(0).toUpperCase() + plain.slice(1);
  return /[.?!]$/u.test(first) ? first : `${first}.`;
}
