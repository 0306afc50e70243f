import { suggest } from '@cairn/core/store';
import type { ASTNode } from '@marcbachmann/cel-js';
import { innerOf, isList, isMap, typeInWords } from '../cel/cel-type.ts';
import type { Flaw } from './flaw.ts';
import { anything, celNames, type Known, type KnownOf } from '../cel/known.ts';

/** What leaves an expression as a number. */
const numbers: ReadonlySet<string> = new Set([celNames.number, celNames.whole, celNames.length, 'uint']);

/** Whether a value of a type of CEL may be one of which this is known; what is not known may be anything. */
export function mayFit(type: string, { cel, item, fields }: Known): boolean {
  if (isUnknown(type) || cel === anything.cel) return true;
  const optional = innerOf('optional', type);
  if (optional !== undefined) return mayFit(optional, { cel, ...(item && { item }), ...(fields && { fields }) });
  if (numbers.has(type)) return cel === celNames.number || cel === celNames.whole;
  if (isList(type)) return isList(cel) && (item === undefined || mayFit(innerOf('list', type) ?? 'dyn', item));
  if (!isMap(type)) return type === cel;
  const value = innerOf('map', type)?.replace(/^[^,]*, */u, '');
  return isMap(cel) && (item === undefined || value === undefined || mayFit(value, item));
}

/** What may be of any type, and what replace() gives. */
function isUnknown(type: string): boolean {
  return /^(?:dyn\b|[A-Z]$)/u.test(type) || type === 'optional' || type === 'cairn.Replacement';
}

/** Whether values of which this is known may be ones of which that is known, as far as both say what they are. */
export function mayBeUsedAs(held: Known, needed: Known): boolean {
  if (!mayFit(held.cel, { cel: needed.cel })) return false;
  if (held.item !== undefined && needed.item !== undefined) return mayBeUsedAs(held.item, needed.item);
  return [...(needed.fields ?? [])].every(([name, each]) => mayBeUsedAs(held.fields?.get(name) ?? anything, each));
}

/** What of a value that is known differs from what is needed, in words; undefined where nothing does, as far as both are known. */
export function unlike(held: Known, needed: Known, path = ''): string | undefined {
  if (!mayFit(held.cel, { cel: needed.cel })) {
    return `This must give ${typeInWords(needed.cel)}${path}, but it gives ${typeInWords(held.cel)}.`;
  }
  if (held.item !== undefined && needed.item !== undefined)
    return unlike(held.item, needed.item, `${path} in each item`);
  for (const [name, each] of needed.fields ?? []) {
    const said = unlike(held.fields?.get(name) ?? anything, each, `${path} under ${JSON.stringify(name)}`);
    if (said !== undefined) return said;
  }
  return undefined;
}

/** What is wrong with the maps that an expression writes out, where it gives what has these keys. */
export function unfitMaps(ast: ASTNode, knownOf: KnownOf, wanted: Known): readonly Flaw[] {
  switch (ast.op) {
    case 'map':
      return wanted.fields === undefined
        ? ast.args.flatMap(([, value]) => (wanted.item === undefined ? [] : unfitPart(value, knownOf, wanted.item)))
        : ast.args.flatMap((entry) => unfitEntry(entry, knownOf, wanted.fields ?? new Map()));
    case 'list':
      return wanted.item === undefined
        ? []
        : ast.args.flatMap((each) => unfitPart(each, knownOf, wanted.item ?? anything));
    case '?:':
      return ast.args.slice(1).flatMap((each) => unfitMaps(each, knownOf, wanted));
    case 'call': {
      const [first] = ast.args[1];
      return ast.args[0] === 'replace' && first !== undefined ? unfitMaps(first, knownOf, wanted) : [];
    }
    case 'rcall':
      return unfitMade(ast.args, knownOf, wanted);
    default:
      return [];
  }
}

/** What a loop, a binding or an optional is made of. */
function unfitMade(
  [name, receiver, args]: readonly [string, ASTNode, readonly ASTNode[]],
  knownOf: KnownOf,
  wanted: Known,
): readonly Flaw[] {
  const last = args.at(-1);
  if (last === undefined) return [];
  const of = receiver.op === 'id' ? receiver.args : '';
  if (`${of}.${name}` === 'cel.bind' || `${of}.${name}` === 'optional.of') return unfitMaps(last, knownOf, wanted);
  return name === 'map' && wanted.item !== undefined ? unfitMaps(last, knownOf, wanted.item) : [];
}

function unfitEntry(
  [key, value]: readonly [ASTNode, ASTNode],
  knownOf: KnownOf,
  fields: ReadonlyMap<string, Known>,
): readonly Flaw[] {
  if (key.op !== 'value' || typeof key.args !== 'string') return [];
  const field = fields.get(key.args);
  if (field !== undefined) return unfitPart(value, knownOf, field);
  const message = `There is no key ${JSON.stringify(key.args)} in what this gives. ${suggest(key.args, [...fields.keys()])}`;
  return [{ at: key.start, message }];
}

function unfitPart(node: ASTNode, knownOf: KnownOf, wanted: Known): readonly Flaw[] {
  const known = knownOf(node) ?? anything;
  const message = mayFit(known.cel, wanted)
    ? unlike(known, wanted)
    : `This must give ${typeInWords(wanted.cel)}, but it gives ${typeInWords(known.cel)}.`;
  return message === undefined ? unfitMaps(node, knownOf, wanted) : [{ at: node.start, message }];
}
