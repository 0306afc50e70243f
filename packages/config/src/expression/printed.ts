import type { ASTNode } from '@marcbachmann/cel-js';
import { loops } from './examine.ts';
import { isWholeLiteral } from './given.ts';
import { anything, celNames, isBig, type Known } from '../cel/known.ts';
import { prefix, type Count } from '../cel/language.ts';
import { literal } from '../cel/literal.ts';
import { calendar, countedNames, placed, readingFunctions, readingMethods } from '../cel/reads.ts';

/** An expression as it is evaluated, and where each part of it stands in what was written. */
export interface Printed {
  readonly text: string;
  /** The place in the written text of a place in this one. */
  placeOf(at: number): number;
}

/** What is known of the parts of an expression. */
type KnownOf = (part: ASTNode) => Known | undefined;

/**
 * An expression written anew for its evaluation: whole numbers are doubles, as all numbers of a state are, but for those that say
 * which item of a list is meant and those that functions are given; and the work that it does is counted: turns of loops, what texts and
 * lists make together, what is compared and what is looked through. `areWhole`: those that stand in for what is absent stay whole.
 */
export function printed(ast: ASTNode, knownOf: KnownOf, areWhole: boolean): Printed {
  const printing = new Printing(knownOf, areWhole);
  printing.write(ast, false);
  const { spans } = printing;
  return {
    text: printing.text,
    placeOf: (at) => spans.filter(({ start, end }) => start <= at && at < end).at(-1)?.written ?? ast.start,
  };
}

interface WrittenSpan {
  readonly start: number;
  end: number;
  readonly written: number;
}

const unary: Readonly<Record<string, string>> = { '!_': '!', '-_': '-' };

/** Parts that bind as tight as anything, so that they need no parentheses. */
const tight: ReadonlySet<string> = new Set(['value', 'id', '.', '.?', '[]', '[?]', 'call', 'rcall', 'list', 'map']);

/** Functions that take the place of CEL's own. */
const own: ReadonlySet<string> = new Set(['duration', 'timestamp']);

/** Methods that take what was absent, and what stands in for it. */
const optionals: ReadonlySet<string> = new Set(['or', 'orValue', 'of']);

/** Values that are compared at once. */
const small: ReadonlySet<string> = new Set([
  celNames.number,
  celNames.flag,
  celNames.whole,
  celNames.time,
  celNames.length,
  'null',
]);

const comparisons: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);

class Printing {
  readonly #knownOf: KnownOf;
  readonly #areWhole: boolean;
  text = '';
  /** Outer parts before those within. */
  readonly spans: WrittenSpan[] = [];

  constructor(knownOf: KnownOf, areWhole: boolean) {
    this.#knownOf = knownOf;
    this.#areWhole = areWhole;
  }

  /** `asIndex`: whole numbers stay whole. */
  write(node: ASTNode, asIndex: boolean): void {
    const span = { start: this.text.length, end: 0, written: node.pos };
    this.spans.push(span);
    this.#node(node, asIndex);
    span.end = this.text.length;
  }

  #node(node: ASTNode, asIndex: boolean): void {
    switch (node.op) {
      case 'value':
        this.text += literal(node.args, asIndex);
        return;
      case 'id':
        this.text += node.args;
        return;
      case '.':
      case '.?':
        this.#operand(node.args[0], asIndex);
        this.text += `${node.op}${node.args[1]}`;
        return;
      case '[]':
      case '[?]':
        if (isText(node.args[1])) this.#operand(node.args[0], asIndex);
        else this.#counted('indexed', node.args[0], asIndex);
        this.#between(node.op === '[]' ? '[' : '[?', [node.args[1]], ']', true);
        return;
      case 'call':
        this.#call(...node.args);
        return;
      case 'rcall':
        this.#method(...node.args);
        return;
      case 'list':
        this.#between('[', node.args, ']', asIndex);
        return;
      case 'map':
        this.#map(node.args, asIndex);
        return;
      case '!_':
      case '-_':
        this.text += unary[node.op];
        // Signs stand before one another without parentheses, each of which would be a level.
        if (Object.hasOwn(unary, node.args.op)) this.write(node.args, asIndex);
        else this.#operand(node.args, asIndex);
        return;
      case '?:':
        this.#choice(node.args, asIndex);
        return;
      case '+':
        this.text += `${prefix}grown(`;
        this.#reckoned(node, asIndex);
        this.text += ')';
        return;
      case '-':
      case '*':
      case '%':
        this.#reckoned(node, asIndex);
        return;
      case '/':
        this.#quotient(node.args, asIndex);
        return;
      case 'in':
        this.#membership(node.args, asIndex);
        return;
      default:
        this.#comparison(node, asIndex);
    }
  }

  #comparison(node: ASTNode & { readonly args: readonly [ASTNode, ASTNode] }, asIndex: boolean): void {
    const [left, right] = node.args;
    const isLong = ![left, right].some((each) => this.#isSmall(each));
    if (isLong && comparisons.has(node.op)) this.#counted('compared', left, asIndex);
    else this.#operand(left, asIndex);
    this.text += ` ${node.op} `;
    this.#operand(right, asIndex || (right.op === 'list' && this.#holdsBig(left)));
  }

  /** Whole numbers that are written stay whole beside a `bigint`, which a number may not hold. */
  #reckoned(node: ASTNode & { readonly args: readonly [ASTNode, ASTNode] }, asIndex: boolean): void {
    const [left, right] = node.args;
    this.#operand(left, asIndex || (isWholeLiteral(left) && this.#isBig(right)));
    this.text += ` ${node.op} `;
    this.#operand(right, asIndex || (isWholeLiteral(right) && this.#isBig(left)));
  }

  /** A quotient is a number like any other, also of what counts: but for one that says which item of a list is meant. */
  #quotient(parts: readonly [ASTNode, ASTNode], asIndex: boolean): void {
    parts.forEach((part, index) => {
      if (index > 0) this.text += ' / ';
      if (asIndex) this.#operand(part, true);
      else this.#number(part);
    });
  }

  /** What counts is a number where it may be something else, and a whole number that is written is one where it may be a `bigint`. */
  #choice([condition, first, second]: readonly [ASTNode, ASTNode, ASTNode], asIndex: boolean): void {
    const counts = [first, second].map((each) => this.#isCount(each));
    const hasBig = [first, second].some((each) => this.#isBig(each));
    this.#operand(condition, asIndex);
    for (const [index, part] of [first, second].entries()) {
      this.text += index === 0 ? ' ? ' : ' : ';
      const isMixed = counts[index] === true && counts.includes(false);
      if (isMixed && !asIndex) this.#number(part);
      else this.#operand(part, asIndex || (hasBig && isWholeLiteral(part)));
    }
  }

  #membership([item, list]: readonly [ASTNode, ASTNode], asIndex: boolean): void {
    if (this.#isCount(item) && !this.#holdsBig(list)) this.#number(item);
    else this.#operand(item, asIndex || (isWholeLiteral(item) && this.#holdsBig(list)));
    this.text += ' in ';
    if (list.op === 'list') this.#operand(list, asIndex || this.#isBig(item));
    else this.#counted('searched', list, asIndex);
  }

  #number(node: ASTNode): void {
    if (isWholeLiteral(node) || this.#knownOf(node)?.cel === celNames.number) return this.#operand(node, false);
    this.text += `${prefix}number`;
    this.#between('(', [node], ')', false);
  }

  #isBig(node: ASTNode): boolean {
    return isBig(this.#knownOf(node) ?? anything);
  }

  #isCount(node: ASTNode): boolean {
    return this.#knownOf(node)?.isCount === true;
  }

  #holdsBig(node: ASTNode): boolean {
    return isBig(this.#knownOf(node)?.item ?? anything);
  }

  /** Whether comparing with a part costs no more than one step. */
  #isSmall(node: ASTNode): boolean {
    if (node.op === 'value') return true;
    if ((node.op === 'list' || node.op === 'map') && node.args.length === 0) return true;
    return small.has(this.#knownOf(node)?.cel ?? '');
  }

  #counted(count: Count, node: ASTNode, asIndex: boolean): void {
    this.text += `${prefix}${count}`;
    this.#between('(', [node], ')', asIndex);
  }

  #operand(node: ASTNode, asIndex: boolean): void {
    if (tight.has(node.op)) this.write(node, asIndex);
    else this.#between('(', [node], ')', asIndex);
  }

  #call(name: string, args: readonly ASTNode[]): void {
    const [first] = args;
    this.text += own.has(name) ? `${prefix}${name}` : name;
    if (first === undefined || first.op === 'value') return this.#arguments(args, name === 'dyn');
    const count = name === 'size' ? 'sized' : readingFunctions.has(name) ? 'compared' : undefined;
    if (count === undefined) return this.#arguments(args);
    this.text += '(';
    this.#counted(count, first, false);
    this.text += ')';
  }

  #method(name: string, receiver: ASTNode, args: readonly ASTNode[]): void {
    const isLoop = loops.has(name) && args[0]?.op === 'id' && args.length > 1;
    if (name === 'json') this.text += `${prefix}held(`;
    if (isLoop) this.#counted('counted', receiver, false);
    else if (name === 'size') this.#counted('sized', receiver, false);
    else if (calendar.test(name) && args.length > 0) this.#counted('zoned', receiver, false);
    else if (readingMethods.has(name)) this.#counted('compared', receiver, false);
    else this.#operand(receiver, false);
    this.text += countedNames.has(name) ? `.${prefix}${name}` : `.${name}`;
    // What a loop makes of its items is a number like any other, and so is what stands in for what is absent.
    const areNumbers =
      isLoop ||
      name === 'bind' ||
      (optionals.has(name) && !this.#areWhole && this.#knownOf(receiver)?.cel !== celNames.whole);
    if (placed.has(name)) this.#between('(', args, ')', true);
    else this.#arguments(args, areNumbers);
    if (name === 'json') this.text += ')';
  }

  #arguments(args: readonly ASTNode[], areNumbers = false): void {
    this.text += '(';
    args.forEach((arg, index) => {
      if (index > 0) this.text += ', ';
      const isLiteral = arg.op === 'value' || (arg.op === '-_' && arg.args.op === 'value');
      this.write(arg, isLiteral && !areNumbers);
    });
    this.text += ')';
  }

  #map(entries: readonly (readonly [ASTNode, ASTNode])[], asIndex: boolean): void {
    this.text += '{';
    entries.forEach(([key, value], index) => {
      if (index > 0) this.text += ', ';
      if (key.op === 'value') this.write(key, true);
      else {
        this.text += `${prefix}key(`;
        this.write(key, true);
        this.text += ')';
      }
      this.text += ': ';
      this.write(value, asIndex);
    });
    this.text += '}';
  }

  #between(open: string, nodes: readonly ASTNode[], close: string, asIndex: boolean): void {
    this.text += open;
    nodes.forEach((node, index) => {
      if (index > 0) this.text += ', ';
      this.write(node, asIndex);
    });
    this.text += close;
  }
}

function isText(node: ASTNode): boolean {
  return node.op === 'value' && typeof node.args === 'string';
}
