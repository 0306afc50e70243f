import { EvaluationError, type ASTNode } from '@marcbachmann/cel-js';
import type { Mistakes } from '../document/mistakes.ts';
import type { ScalarPiece } from '../document/piece.ts';
import { hasUnlikeStandIn, orValue, standInFor } from './absent.ts';
import { compile, summaryOf, type Compiled, type Program } from './compile.ts';
import { sentence } from './saying.ts';
import { noCount, noInstant, noLength, noNeed } from './constant.ts';
import { inPlaceOf, oneOf, type Flaw } from './flaw.ts';
import { textOf } from './instead.ts';
import { leading } from './leading.ts';
import { typeInWords } from '../cel/cel-type.ts';
import { mayFit, unfitMaps, unlike } from './fits.ts';
import { anything, celNames, ownTypes, type Known } from '../cel/known.ts';
import { freshly } from '../cel/language.ts';
import type { Printed } from './printed.ts';
import type { Scope } from './scope.ts';

/** What an expression has to give, in words, and the types of CEL that it may be. */
export interface Wanted {
  readonly words: string;
  readonly types: readonly string[];
  /** What is known of what may stand there. */
  readonly known?: Known;
  /** What is wrong with a value that is known before anything runs; undefined where it is fine. */
  readonly refuses?: (value: unknown) => string | undefined;
  /** What else is wrong with what stands under a key of a mapping. */
  readonly entry?: (key: string) => Pick<Wanted, 'refuses'>;
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

/** What an expression has to give of which this is known. */
export function wantedOf(known: Known): Wanted {
  return known.cel === anything.cel ? wanted.value : { words: typeInWords(known.cel), types: [], known };
}

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
  // That nothing is written is told of its shape.
  if (text.trim() === '' && mistakes.has(piece.at)) return undefined;
  const refuse = (at: number, message: string) => mistakes.add('expression', path, placeOf(at), message);
  const compiled = scope.compiled(text);
  const flaws = flawsOf(compiled, want);
  for (const each of flaws) {
    if (mistakes.full) break;
    const { at, message } = leading(
      each,
      text,
      (written) => flawsAfter(compile(scope, written), want),
      (written) => flawsAfter(compile(scope, written), wanted.value),
    );
    refuse(at, message);
  }
  if ('flaws' in compiled || flaws.length > 0) return undefined;
  return (...args) => {
    try {
      return freshly(scope.momentOf(args), () => compiled.evaluate(scope.given(args)));
    } catch (error) {
      const { line, column } = mistakes.placeOf(placeOf(failedAt(error, compiled.printed)));
      const said = `${site.document}:${line}:${column}: ${sentence(summaryOf(error).replace('as Infinity', 'as unlimited'))} It is in ${JSON.stringify(text)}.`;
      throw new Error(said, { cause: error });
    }
  };
}

function flawsOf(compiled: Compiled, want: Wanted): readonly Flaw[] {
  return 'flaws' in compiled ? compiled.flaws : unfit(compiled, want);
}

/** The flaws of what somebody was told to write, one of which nobody is told: that something of another type stands in. */
function flawsAfter(compiled: Compiled, want: Wanted): readonly Flaw[] {
  if ('ast' in compiled && hasUnlikeStandIn(compiled.ast, compiled.knownOf)) return [{ at: 0, message: '' }];
  return flawsOf(compiled, want);
}

/** What is wrong with what an expression gives at a place. */
function unfit({ type, constant, ast, knownOf }: Program, want: Wanted): readonly Flaw[] {
  const inside = want.known === undefined ? [] : unfitMaps(ast, knownOf, want.known);
  if (inside.length > 0) return inside;
  const isFit = mayBe(want, type) && mayFit(type, want.known ?? anything);
  if (!isFit) {
    const said = `This must give ${want.words}, but it gives ${typeInWords(type)}.`;
    return [
      oneOf(
        0,
        [...hintsFor(type, constant, ast, want), ''].map((hint) => `${said} ${hint}`.trim()),
      ),
    ];
  }
  const parts = want.known && unlike(knownOf(ast) ?? anything, want.known);
  const message = parts ?? (constant === undefined ? undefined : want.refuses?.(constant.value));
  return message === undefined ? [] : [{ at: 0, message }];
}

/** What may be written where an expression gives something else than its place takes. */
function hintsFor(type: string, constant: Program['constant'], ast: ASTNode, want: Wanted): readonly string[] {
  if (type.startsWith(optional)) return [behind(ast, want)];
  const text = typeof constant?.value === 'string' ? constant.value : '';
  // What is more than a word is an expression in quotes of its own.
  return /[\s.<>=(]|^(?:true|false|\d+)$/u.test(text) ? [inPlaceOf(textOf(ast), text)] : [];
}

/** What is written behind something that may be absent. */
function behind(ast: ASTNode, { types, known }: Wanted): string {
  const standIn = standInFor(known?.cel ?? types[0] ?? '');
  if (standIn === undefined || textOf(ast) === '…') return 'Write .orValue(…) behind it.';
  return inPlaceOf(textOf(ast), orValue(ast, standIn));
}

function mayBe({ types }: Wanted, type: string): boolean {
  if (type.startsWith('dyn')) return true;
  if (types.length === 0) return type !== 'type';
  if (type.startsWith(ownTypes)) return types.includes('map');
  return types.some((each) => type === each || type.startsWith(`${each}<`));
}

function failedAt(error: unknown, print: Printed): number {
  return error instanceof EvaluationError && error.range !== undefined ? print.placeOf(error.range.start) : 0;
}
