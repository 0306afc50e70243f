import { ParseError, type ASTNode, type Environment } from '@marcbachmann/cel-js';
import { withStandIns } from './absent.ts';
import { isWritten } from './constant.ts';
import { examine, type Examined, type Vocabulary } from './examine.ts';
import type { Flaw } from './flaw.ts';
import { longest, reader } from '../cel/language.ts';
import { leaving } from '../cel/leaving.ts';
import { sentence } from './saying.ts';
import { slipAt, stoppedAt } from './slips.ts';
import { printed, type Printed } from './printed.ts';

/** An expression that was checked in a scope: it has flaws, or a type and what evaluates it. */
export type Compiled = { readonly flaws: readonly Flaw[] } | Program;

/** An expression without flaws. */
export interface Program {
  /** The type of what it gives, as CEL writes it. */
  readonly type: string;
  /** What it gives of what a function of Cairn is given; the errors are those of CEL's reader. */
  readonly evaluate: (given: Readonly<Record<string, unknown>>) => unknown;
  /** What it gives whatever is given, where that is written. */
  readonly constant?: { readonly value: unknown };
  readonly printed: Printed;
  readonly ast: ASTNode;
  /** What is known of its parts. */
  readonly knownOf: Examined['knownOf'];
}

/** Where an expression is checked, and what it may name there. */
export interface Ground {
  readonly environment: Environment;
  readonly vocabulary: Vocabulary;
}

/** Checks an expression; nothing is thrown, whatever its text is. */
export function compile(ground: Ground, text: string): Compiled {
  if (text.length > longest) {
    return flawed(
      0,
      `This expression has ${text.length} characters. It may have ${longest}: decide it in an activity.`,
    );
  }
  const ast = parsed(text);
  if ('flaws' in ast) return ast;
  const { flaws, knownOf } = examine(ast, ground.vocabulary);
  if (flaws.length > 0) return { flaws };
  const first = checked(ground, printed(ast, knownOf, false), { ast, knownOf });
  // What stands in for something absent is a number as all are, unless it is something that counts.
  const second = 'flaws' in first ? checked(ground, printed(ast, knownOf, true), { ast, knownOf }) : first;
  const program = 'flaws' in second ? first : second;
  if ('flaws' in program) return { flaws: withOthers(program.flaws, withStandIns(ast, knownOf)) };
  return isWritten(ast) ? withConstant(program) : program;
}

/** What a checker says, or what leads on where something may be absent. */
function withOthers(flaws: readonly Flaw[], [first, ...others]: readonly Flaw[]): readonly Flaw[] {
  return first === undefined ? flaws : [{ ...first, others: [...others, ...flaws] }];
}

function parsed(text: string): ASTNode | { readonly flaws: readonly Flaw[] } {
  try {
    return reader.parse(text).ast;
  } catch (error) {
    const at = error instanceof ParseError ? (error.range?.start ?? 0) : 0;
    const slip = slipAt(text, at);
    if (slip !== undefined) return { flaws: [asNone(slip)] };
    const said = `${sentence(summaryOf(error))} ${stoppedAt(summaryOf(error))}`.trim();
    return flawed(Math.min(at, Math.max(0, text.length - 1)), `This is no expression of CEL: ${said}`);
  }
}

function checked({ environment }: Ground, print: Printed, written: Pick<Program, 'ast' | 'knownOf'>): Compiled {
  const program = environment.parse(print.text);
  const { valid, type = 'dyn', error } = program.check();
  if (!valid) return flawed(print.placeOf(error?.range?.start ?? 0), sentence(error?.summary ?? 'It does not fit'));
  return { ...written, type, printed: print, evaluate: (given) => leaving(program(given)) };
}

/** What is written is known at once, and so is why nothing can be made of it. */
function withConstant(program: Program): Compiled {
  try {
    return { ...program, constant: { value: program.evaluate({}) } };
  } catch (error) {
    return flawed(0, sentence(summaryOf(error)));
  }
}

function asNone({ at, message, others = [] }: Flaw): Flaw {
  return {
    at,
    message: `This is no expression of CEL. ${message}`,
    ...(others.length > 0 && { others: others.map(asNone) }),
  };
}

function flawed(at: number, message: string): { readonly flaws: readonly Flaw[] } {
  return { flaws: [{ at, message }] };
}

/** What a library says of an error, without where in the text it is. */
export function summaryOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'summary' in error) return String(error.summary);
  return error instanceof Error ? error.message : String(error);
}
