import { suggest } from '@cairn/core/store';
import type { ASTNode } from '@marcbachmann/cel-js';
import { noKey, unknownZone, unreadable } from './unreadable.ts';
import { anything, celNames, counted, isBig, listKnown, objectKnown, type Known } from './known.ts';

/** Macros that go through a list: a name for its items, and what is done with each. */
export const loops: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);

/** What an expression may name. */
export interface Vocabulary {
  readonly variables: ReadonlyMap<string, Known>;
  /** Names that come with CEL: of types, and what functions stand below. */
  readonly builtIn: ReadonlySet<string>;
  readonly functions: ReadonlySet<string>;
  readonly methods: ReadonlySet<string>;
  /** What may be asked of by spent() and left(); anything where that is not known. */
  readonly limits?: ReadonlySet<string>;
}

/** A mistake in an expression, at a place of its text. */
export interface Flaw {
  readonly at: number;
  readonly message: string;
}

/** What an expression was found to be. */
export interface Examined {
  readonly flaws: readonly Flaw[];
  /** What is known of its parts. */
  readonly knownOf: (part: ASTNode) => Known | undefined;
}

/** What is wrong with the names and the constants in an expression, each with what there is. */
export function examine(ast: ASTNode, vocabulary: Vocabulary): Examined {
  const examination = new Examination(vocabulary);
  examination.known(ast, vocabulary.variables);
  return { flaws: examination.flaws, knownOf: (part) => examination.parts.get(part) };
}

type Names = ReadonlyMap<string, Known>;

class Examination {
  readonly flaws: Flaw[] = [];
  readonly parts = new Map<ASTNode, Known>();
  readonly #words: Vocabulary;

  constructor(vocabulary: Vocabulary) {
    this.#words = vocabulary;
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
        return constantKnown(node.args);
      case 'id':
        return this.#variable(node.args, node.start, names);
      case '.':
      case '.?':
        return this.#field(node, node.args[1], this.known(node.args[0], names));
      case '[]':
      case '[?]':
        return this.#entry(node, names);
      case 'call':
        return this.#call(node.args[0], node.start, node.args[1], names);
      case 'rcall':
        return this.#method(node, node.args, names);
      case 'map':
        return this.#map(node.args, names);
      case '+':
      case '-':
      case '*':
      case '%':
        return summed(node.args, [this.known(node.args[0], names), this.known(node.args[1], names)]);
      case '-_':
        return this.known(node.args, names);
      case '?:': {
        const [, ...either] = node.args.map((part) => this.known(part, names));
        return summed(node.args.slice(1), either);
      }
      default:
        for (const part of partsOf(node.args)) this.known(part, names);
        return anything;
    }
  }

  #variable(name: string, at: number, names: Names): Known {
    const known = names.get(name);
    if (known !== undefined) return known;
    if (!this.#words.builtIn.has(name)) {
      this.flaws.push({ at, message: `There is no variable "${name}" here. ${suggest(name, [...names.keys()])}` });
    }
    return anything;
  }

  #field(node: ASTNode, name: string, of: Known): Known {
    if (of.fields === undefined) {
      const what = fieldless.get(of.cel);
      if (what !== undefined) {
        this.flaws.push({ at: node.pos, message: `There is no "${name}" in ${ownerText(node)}: it is ${what}.` });
      }
      return of.cel.startsWith('map') ? (of.item ?? anything) : anything;
    }
    const field = of.fields.get(name);
    if (field !== undefined) return field;
    const owner = ownerText(node);
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

  #call(name: string, at: number, args: readonly ASTNode[], names: Names): Known {
    if (!this.#words.functions.has(name)) {
      this.flaws.push({ at, message: `There is no function "${name}". ${suggest(name, [...this.#words.functions])}` });
    }
    this.#constant(name, args);
    for (const arg of args) this.known(arg, names);
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
      this.known(key, names);
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

  #method(node: ASTNode, [name, receiver, args]: readonly [string, ASTNode, readonly ASTNode[]], names: Names): Known {
    const [first, ...others] = args;
    const before = this.flaws.length;
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
    const at = node.input.indexOf(name, receiver.end);
    if (name === 'matches') {
      const said =
        'Regular expressions are not offered, as some take for ever. Use contains, startsWith or endsWith, or decide it in an activity.';
      this.flaws.push({ at, message: said });
      return anything;
    }
    if (!this.#words.methods.has(name)) {
      const known = [...this.#words.methods].filter((each) => each !== 'matches');
      this.flaws.push({ at, message: `There is no method "${name}". ${suggest(name, known)}` });
      return anything;
    }
    if (name.startsWith('get') && first?.op === 'value' && typeof first.args === 'string') {
      const flaw = unknownZone(first.args);
      if (flaw !== undefined) this.flaws.push({ at: first.start, message: `${flaw}.` });
    }
    const given = args.map((arg) => this.known(arg, names));
    if (name === 'orValue') return summed([receiver, ...args], [of, ...given]);
    return counting.test(name) ? counted : anything;
  }
}

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

/** What has no fields, in words. */
const fieldless: ReadonlyMap<string, string> = new Map([
  [celNames.text, 'a text'],
  [celNames.number, 'a number'],
  [celNames.whole, 'a number'],
  [celNames.flag, 'true or false'],
  [celNames.time, 'a time, with methods such as getHours()'],
  [celNames.length, 'a length of time, with methods such as getHours()'],
  [celNames.bytes, 'of bytes'],
]);

function ownerText(node: ASTNode): string {
  const [of] = node.args as unknown as readonly [ASTNode];
  return node.input.slice(of.start, of.end);
}

/** The parts that the arguments of an operator hold. */
function partsOf(args: unknown): readonly ASTNode[] {
  if (Array.isArray(args)) return args.flatMap(partsOf);
  return typeof args === 'object' && args !== null && 'op' in args ? [args as ASTNode] : [];
}
