import { suggest } from '@cairn/core/store';
import type { ASTNode } from '@marcbachmann/cel-js';
import { counted, grown } from './language.ts';
import { anything, celNames, listKnown, type Known } from './known.ts';

/** Macros that go through a list: a name for its items, and what is done with each. */
export const loops: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);

/** What an expression may name. */
export interface Vocabulary {
  readonly variables: ReadonlyMap<string, Known>;
  /** Names that come with CEL: of types, and what functions stand below. */
  readonly builtIn: ReadonlySet<string>;
  readonly functions: ReadonlySet<string>;
  readonly methods: ReadonlySet<string>;
}

/** A mistake in an expression, at a place of its text. */
export interface Flaw {
  readonly at: number;
  readonly message: string;
}

/** What is wrong with the names in an expression, each with the nearest that there is. */
export function examine(ast: ASTNode, vocabulary: Vocabulary): readonly Flaw[] {
  const examination = new Examination(vocabulary);
  examination.known(ast, vocabulary.variables);
  return examination.flaws;
}

/** Functions that nobody writes. */
const inner: ReadonlySet<string> = new Set([counted, grown]);

type Names = ReadonlyMap<string, Known>;

class Examination {
  readonly flaws: Flaw[] = [];
  readonly #words: Vocabulary;

  constructor(vocabulary: Vocabulary) {
    this.#words = vocabulary;
  }

  /** What is known of the value of a part. */
  known(node: ASTNode, names: Names): Known {
    switch (node.op) {
      case 'value':
        return typeof node.args === 'string' ? { cel: celNames.text } : anything;
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
    if (of.fields === undefined) return of.cel.startsWith('map') ? (of.item ?? anything) : anything;
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
    if (!this.#words.functions.has(name) || inner.has(name)) {
      const known = [...this.#words.functions].filter((each) => !inner.has(each));
      this.flaws.push({ at, message: `There is no function "${name}". ${suggest(name, known)}` });
    }
    for (const arg of args) this.known(arg, names);
    return anything;
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
    for (const arg of args) this.known(arg, names);
    return anything;
  }
}

function ownerText(node: ASTNode): string {
  const [of] = node.args as unknown as readonly [ASTNode];
  return node.input.slice(of.start, of.end);
}

/** The parts that the arguments of an operator hold. */
function partsOf(args: unknown): readonly ASTNode[] {
  if (Array.isArray(args)) return args.flatMap(partsOf);
  return typeof args === 'object' && args !== null && 'op' in args ? [args as ASTNode] : [];
}
