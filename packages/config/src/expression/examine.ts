import { suggest } from '@cairn/core/store';
import type { ASTNode } from '@marcbachmann/cel-js';
import { noKey, unknownZone, unreadable } from './unreadable.ts';
import { inPlaceOf, regularExpressions, type Flaw } from './flaw.ts';
import { functionInstead, globalInstead, methodInstead, textOf } from './instead.ts';
import { fieldInstead, methodsOf, offered, ownerOf, variableInstead } from './name-instead.ts';
import { anything, celNames, counted, isBig, listKnown, objectKnown, type Known } from './known.ts';
import { unlikeSides } from './sides.ts';
import { joined } from './slips.ts';

/** Macros that go through a list: a name for its items, and what is done with each. */
export const loops: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);

/** What an expression may name. */
export interface Vocabulary {
  readonly variables: ReadonlyMap<string, Known>;
  /** Names that come with CEL: of types, and what functions stand below. */
  readonly builtIn: ReadonlySet<string>;
  readonly functions: ReadonlySet<string>;
  /** By their names, the types that have them. */
  readonly methods: ReadonlyMap<string, readonly string[]>;
  /** What may be asked of by spent() and left(); anything where that is not known. */
  readonly limits?: ReadonlySet<string>;
}

/** What an expression was found to be. */
export interface Examined {
  readonly flaws: readonly Flaw[];
  /** What is known of its parts. */
  readonly knownOf: (part: ASTNode) => Known | undefined;
}

/** What is wrong with the names and the constants in an expression, each with what there is. */
export function examine(ast: ASTNode, vocabulary: Vocabulary): Examined {
  const examination = new Examination(vocabulary, ast);
  examination.known(ast, vocabulary.variables);
  return { flaws: examination.flaws, knownOf: (part) => examination.parts.get(part) };
}

type Names = ReadonlyMap<string, Known>;

class Examination {
  readonly flaws: Flaw[] = [];
  readonly parts = new Map<ASTNode, Known>();
  readonly #words: Vocabulary;
  readonly #whole: ASTNode;

  constructor(vocabulary: Vocabulary, whole: ASTNode) {
    this.#words = vocabulary;
    this.#whole = whole;
  }

  /** What is known of the value of a part. */
  known(node: ASTNode, names: Names): Known {
    const known = this.#known(node, names);
    this.parts.set(node, known);
    return known;
  }

  #known(node: ASTNode, names: Names): Known {
    switch (node.op) {
      case 'value':
        this.#template(node, node.args, names);
        return constantKnown(node.args);
      case 'list':
        this.#sides(node, names);
        return listKnown(anything);
      case 'id':
        return this.#variable(node, node.args, names);
      case '.':
      case '.?':
        return this.#field(node, node.args[1], this.known(node.args[0], names));
      case '[]':
      case '[?]':
        return this.#entry(node, names);
      case 'call':
        return this.#call(node, node.args, names);
      case 'rcall':
        return this.#method(node, node.args, names);
      case 'map':
        return this.#map(node.args, names);
      case '+':
      case '-':
      case '*':
      case '%':
        return summed(node.args, this.#sides(node, names));
      case '-_':
        return this.known(node.args, names);
      case '?:': {
        const [, ...either] = node.args.map((part) => this.known(part, names));
        return summed(node.args.slice(1), either);
      }
      default:
        this.#sides(node, names);
        return anything;
    }
  }

  /** The parts of an operator. */
  #sides(node: ASTNode, names: Names): readonly Known[] {
    const before = this.flaws.length;
    const sides = partsOf(node.args).map((part) => this.known(part, names));
    const flaw = unlikeSides(node, (part) => this.parts.get(part));
    // What is wrong with a side may be what the other is told.
    if (flaw !== undefined) this.flaws.splice(before, Infinity, flaw);
    return sides;
  }

  /** Notes a text that was to be filled in. */
  #template(node: ASTNode, value: unknown, names: Names): void {
    const filled = typeof value === 'string' ? /\$\{\s*(?<name>\w+)\./u.exec(value)?.groups?.['name'] : undefined;
    if (filled === undefined || !names.has(filled)) return;
    const said = `Nothing is filled in within a text. ${inPlaceOf(textOf(node), joined(String(value)))}`;
    this.flaws.push({ at: node.start, message: said });
  }

  #variable(node: ASTNode, name: string, names: Names): Known {
    const known = names.get(name);
    if (known !== undefined) return known;
    if (!this.#words.builtIn.has(name)) {
      const hint = variableInstead(name, names, node === this.#whole) ?? suggest(name, [...names.keys()]);
      this.flaws.push({ at: node.start, message: `There is no variable "${name}" here. ${hint}` });
    }
    return anything;
  }

  #field(node: ASTNode, name: string, of: Known): Known {
    if (of.fields === undefined) {
      const said = fieldInstead(node, name, of);
      if (said !== undefined) this.flaws.push({ at: node.pos, message: said });
      return of.cel.startsWith('map') ? (of.item ?? anything) : anything;
    }
    const field = of.fields.get(name);
    if (field !== undefined) return field;
    const owner = ownerOf(node);
    this.flaws.push({
      at: node.pos,
      message: `There is no "${name}" in ${owner}. ${suggest(name, [...of.fields.keys()])}`,
    });
    return anything;
  }

  #entry(node: ASTNode & { readonly op: '[]' | '[?]' }, names: Names): Known {
    const [of, key] = node.args;
    const known = this.known(of, names);
    this.known(key, names);
    if (key.op === 'value' && typeof key.args === 'string') return this.#field(node, key.args, known);
    return known.item ?? anything;
  }

  #call(
    node: ASTNode & { readonly op: 'call' },
    [name, args]: readonly [string, readonly ASTNode[]],
    names: Names,
  ): Known {
    if (!this.#words.functions.has(name)) {
      const hint = functionInstead(node) ?? offered(name, [...this.#words.functions]);
      this.flaws.push({ at: node.start, message: `There is no function "${name}". ${hint}` });
      return anything;
    }
    this.#constant(name, args);
    for (const arg of args) this.known(arg, names);
    if (name === 'string') return { cel: celNames.text };
    return name === 'size' || name === 'int' ? counted : anything;
  }

  /** Notes what would fail whenever it is evaluated. */
  #constant(name: string, [first]: readonly ASTNode[]): void {
    const text = first?.op === 'value' && typeof first.args === 'string' ? first.args : undefined;
    if (first === undefined || text === undefined) return;
    const flaw = unreadable(name, text);
    if (flaw !== undefined) this.flaws.push({ at: first.start, message: `${flaw}.` });
    const { limits } = this.#words;
    if ((name === 'spent' || name === 'left') && limits?.has(text) === false) {
      this.flaws.push({
        at: first.start,
        message: `There is no limit "${text}" under "limits". ${suggest(text, [...limits])}`,
      });
    }
  }

  #map(entries: readonly (readonly [ASTNode, ASTNode])[], names: Names): Known {
    const fields = new Map<string, Known>();
    for (const [key, value] of entries) {
      if (key.op === 'id' && !names.has(key.args)) {
        const said = `A key is a text. ${inPlaceOf(key.args, JSON.stringify(key.args))}`;
        this.flaws.push({ at: key.start, message: said });
      } else this.known(key, names);
      const known = this.known(value, names);
      if (key.op !== 'value' || typeof key.args !== 'string') continue;
      if (fields.has(key.args)) {
        this.flaws.push({ at: key.start, message: `The key ${JSON.stringify(key.args)} stands here twice.` });
      }
      fields.set(key.args, known);
      if (['__proto__', 'constructor', 'prototype'].includes(key.args)) {
        this.flaws.push({ at: key.start, message: `${noKey(key.args)}. Write a mapping of the document.` });
      }
    }
    return fields.size === entries.length ? objectKnown(fields) : anything;
  }

  #method(
    node: ASTNode & { readonly op: 'rcall' },
    [name, receiver, args]: readonly [string, ASTNode, readonly ASTNode[]],
    names: Names,
  ): Known {
    const [first, ...others] = args;
    const before = this.flaws.length;
    const other = receiver.op === 'id' && names.has(receiver.args) ? undefined : globalInstead(node);
    if (other !== undefined) {
      this.flaws.push({ at: node.start, message: `There is no "${textOf(receiver)}" in CEL. ${other}` });
      return anything;
    }
    const of = this.known(receiver, names);
    // What is not known has no methods that could be known.
    if (this.flaws.length > before) return anything;
    if (receiver.op === 'id' && receiver.args === 'cel' && name === 'bind' && first?.op === 'id') {
      const [value, result] = others;
      const bound = value === undefined ? anything : this.known(value, names);
      return result === undefined ? anything : this.known(result, new Map([...names, [first.args, bound]]));
    }
    if (loops.has(name) && first?.op === 'id') {
      const item = of.cel.startsWith('map') ? { cel: celNames.text } : (of.item ?? anything);
      const inside = new Map([...names, [first.args, item]]);
      const results = others.map((each) => this.known(each, inside));
      if (name === 'filter') return of;
      return name === 'map' ? listKnown(results.at(-1) ?? anything) : anything;
    }
    if (this.#unlikeMethod(node, name, of)) return anything;
    if (name.startsWith('get') && first?.op === 'value' && typeof first.args === 'string') {
      const flaw = unknownZone(first.args);
      if (flaw !== undefined) this.flaws.push({ at: first.start, message: `${flaw}.` });
    }
    const given = args.map((arg) => this.known(arg, names));
    if (name === 'orValue') return summed([receiver, ...args], [of, ...given]);
    if (makingTexts.has(name)) return { cel: celNames.text };
    if (name === 'split') return listKnown({ cel: celNames.text });
    return counting.test(name) ? counted : anything;
  }

  /** Notes that something has no such method. */
  #unlikeMethod(node: ASTNode & { readonly op: 'rcall' }, name: string, of: Known): boolean {
    const { methods } = this.#words;
    const instead = methodInstead(node, of);
    if (instead === undefined && methods.has(name)) return false;
    const said = `There is no method "${name}". ${instead ?? offered(name, methodsOf(methods, of.cel))}`;
    const at = node.input.indexOf(name, node.args[1].end);
    this.flaws.push({ at, message: instead === regularExpressions ? instead : said });
    return true;
  }
}

/** Methods that make a text. */
const makingTexts: ReadonlySet<string> = new Set([
  'trim',
  'lowerAscii',
  'upperAscii',
  'substring',
  'join',
  'base64',
  'hex',
]);

function constantKnown(value: unknown): Known {
  if (typeof value === 'string') return { cel: celNames.text };
  if (typeof value === 'boolean') return { cel: celNames.flag };
  if (typeof value === 'number' || typeof value === 'bigint') return { cel: celNames.number };
  return value === null ? { cel: 'null' } : anything;
}

/** Methods that count. */
const counting = /^(?:size|indexOf|lastIndexOf|get[A-Z]\w*)$/u;

/** What is known of what is made of two parts that are numbers, such as a sum, or one of them. */
function summed(parts: readonly ASTNode[], known: readonly Known[]): Known {
  const areWhole = parts.every((part, index) => isWholeLiteral(part) || known[index]?.cel === celNames.whole);
  if (areWhole && known.some(isBig)) return { cel: celNames.whole };
  return known.every((each) => each.isCount === true) ? counted : anything;
}

/** Whether a whole number is written. */
export function isWholeLiteral(node: ASTNode): boolean {
  if (node.op === '-_') return isWholeLiteral(node.args);
  return node.op === 'value' && typeof node.args === 'bigint';
}

/** The parts that the arguments of an operator hold. */
function partsOf(args: unknown): readonly ASTNode[] {
  if (Array.isArray(args)) return args.flatMap(partsOf);
  return typeof args === 'object' && args !== null && 'op' in args ? [args as ASTNode] : [];
}
