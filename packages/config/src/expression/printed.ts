import type { ASTNode } from '@marcbachmann/cel-js';
import { UnsignedInt } from '@marcbachmann/cel-js/evaluator';
import { loops } from './examine.ts';
import { counted, grown } from './language.ts';

/** An expression as it is evaluated, and where each part of it stands in what was written. */
export interface Printed {
  readonly text: string;
  /** The place in the written text of a place in this one. */
  placeOf(at: number): number;
}

/**
 * An expression written anew for its evaluation: whole numbers are doubles, as all numbers of a state are, but for those that say
 * which item of a list is meant and those that functions are given; the turns of loops are counted; and what two texts or lists make
 * together is measured.
 */
export function printed(ast: ASTNode): Printed {
  const printing = new Printing();
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

class Printing {
  text = '';
  /** Outer parts before those within. */
  readonly spans: WrittenSpan[] = [];

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
        this.#operand(node.args[0], asIndex);
        this.#between(node.op === '[]' ? '[' : '[?', [node.args[1]], ']', true);
        return;
      case 'call':
        this.text += node.args[0];
        this.#arguments(node.args[1]);
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
        this.#operand(node.args, asIndex);
        return;
      case '?:':
        this.#operators(node.args, ['?', ':'], asIndex);
        return;
      case '+':
        this.text += `${grown}(`;
        this.#operators(node.args, ['+'], asIndex);
        this.text += ')';
        return;
      default:
        this.#operators(node.args, [node.op], asIndex);
    }
  }

  #operators(parts: readonly ASTNode[], signs: readonly string[], asIndex: boolean): void {
    parts.forEach((part, index) => {
      if (index > 0) this.text += ` ${signs[index - 1]} `;
      this.#operand(part, asIndex);
    });
  }

  #operand(node: ASTNode, asIndex: boolean): void {
    if (tight.has(node.op)) this.write(node, asIndex);
    else this.#between('(', [node], ')', asIndex);
  }

  #method(name: string, receiver: ASTNode, args: readonly ASTNode[]): void {
    const isLoop = loops.has(name) && args[0]?.op === 'id' && args.length > 1;
    if (isLoop) {
      this.text += counted;
      this.#between('(', [receiver], ')', false);
    } else this.#operand(receiver, false);
    this.text += `.${name}`;
    this.#arguments(args, isLoop);
  }

  #arguments(args: readonly ASTNode[], isLoop = false): void {
    this.text += '(';
    args.forEach((arg, index) => {
      if (index > 0) this.text += ', ';
      // What a loop makes of its items is a number like any other.
      this.write(arg, arg.op === 'value' && !isLoop);
    });
    this.text += ')';
  }

  #map(entries: readonly (readonly [ASTNode, ASTNode])[], asIndex: boolean): void {
    this.text += '{';
    entries.forEach(([key, value], index) => {
      if (index > 0) this.text += ', ';
      this.write(key, true);
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

function literal(value: unknown, asIndex: boolean): string {
  if (typeof value === 'bigint') {
    const isNumber = !asIndex && Number.isSafeInteger(Number(value));
    return isNumber ? `${value}.0` : String(value);
  }
  if (typeof value === 'number') {
    const text = String(value);
    return /^\d+$/u.test(text) ? `${text}.0` : text;
  }
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof Uint8Array) {
    return `b"${Array.from(value, (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}"`;
  }
  return value instanceof UnsignedInt ? `${String(value.valueOf())}u` : String(value);
}
