import { suggest } from '@cairn/core/store';
import type { ASTNode } from '@marcbachmann/cel-js';
import { partsOf } from './absent.ts';
import { noKey, unknownZone, unreadable } from '../cel/unreadable.ts';
import { inActivity, inPlaceOf, oneOf, regularExpressions, type Flaw } from './flaw.ts';
import { constantKnown, counting, givenBy, makingTexts, ofTime, summed } from './given.ts';
import { functionInstead, globalInstead, methodInstead, textOf } from './instead.ts';
import { bringingInstead, fieldInstead, methodsOf, offered, ownerOf, variableInstead } from './name-instead.ts';
import {
  anything,
  celNames,
  counted,
  isNumeric,
  listKnown,
  objectKnown,
  type Known,
  type KnownOf,
} from '../cel/known.ts';
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
  readonly knownOf: KnownOf;
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
      case '%': {
        const sides = this.#sides(node, names);
        return ofTime(node.op, sides) ?? summed(node.args, sides);
      }
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

  /** Notes what there is not, with what may be meant; what else is offered where nothing is known to be. */
  #say(at: number, said: string, hints: readonly string[], offer = (): string => inActivity): void {
    const all = hints.length > 0 ? hints : [offer()];
    this.flaws.push(
      oneOf(
        at,
        all.map((hint) => `${said} ${hint}`),
      ),
    );
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
      const hints = variableInstead(name, names, node === this.#whole);
      this.#say(node.start, `There is no variable "${name}" here.`, hints, () => suggest(name, [...names.keys()]));
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
    const hint = bringingInstead(node, name) ?? suggest(name, [...of.fields.keys()]);
    this.flaws.push({ at: node.pos, message: `There is no "${name}" in ${ownerOf(node)}. ${hint}` });
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
      const hints = functionInstead(node);
      this.#say(node.start, `There is no function "${name}".`, hints, () => offered(name, [...this.#words.functions]));
      return anything;
    }
    this.#constant(name, args);
    for (const arg of args) this.known(arg, names);
    return givenBy(name);
  }

  /** Notes what would fail whenever it is evaluated. */
  #constant(name: string, [first]: readonly ASTNode[]): void {
    const text = first?.op === 'value' && typeof first.args === 'string' ? first.args : undefined;
    if (first === undefined || text === undefined) return;
    const flaw = unreadable(name, text);
    if (flaw !== undefined) this.flaws.push({ at: first.start, message: `${flaw}.` });
    const { limits } = this.#words;
    if ((name === 'spent' || name === 'left') && limits?.has(text) === false) {
      const said = `There is no limit "${text}" under "limits". ${suggest(text, [...limits])}`;
      this.flaws.push({ at: first.start, message: said });
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
    const other = receiver.op === 'id' && names.has(receiver.args) ? [] : globalInstead(node);
    if (other.length > 0) {
      this.#say(node.start, `There is no "${textOf(receiver)}" in CEL.`, other);
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
    if (name === 'orValue') return isNumeric(of) ? summed([receiver, ...args], [of, ...given]) : of;
    if (makingTexts.has(name)) return { cel: celNames.text };
    if (name === 'split') return listKnown({ cel: celNames.text });
    return counting.test(name) ? counted : anything;
  }

  /** Notes that something has no such method. */
  #unlikeMethod(node: ASTNode & { readonly op: 'rcall' }, name: string, of: Known): boolean {
    const { methods } = this.#words;
    const instead = methodInstead(node, of);
    if (instead.length === 0 && methods.has(name)) return false;
    const at = node.input.indexOf(name, node.args[1].end);
    if (instead[0] === regularExpressions) this.flaws.push({ at, message: regularExpressions });
    else this.#say(at, `There is no method "${name}".`, instead, () => offered(name, methodsOf(methods, of.cel)));
    return true;
  }
}
