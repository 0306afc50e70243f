import type { Mistakes } from '../document/mistakes.ts';
import { below } from '../document/path.ts';
import { entryOf, type MappingEntry, type MappingPiece, type Span } from '../document/piece.ts';
import type { Beside, JsonSchema } from './json-schema.ts';

/** Notes properties of a mapping that stand without what they need, or beside what they cannot; `at` is where the mapping is told. */
export function checkBeside(schema: JsonSchema, piece: MappingPiece, path: string, at: Span, mistakes: Mistakes): void {
  for (const [name, beside] of Object.entries(schema.dependentSchemas ?? {})) {
    const entry = entryOf(piece, name);
    if (entry !== undefined) checkEntry(entry, beside, piece, path, mistakes);
  }
  const names = (schema.oneOf ?? []).flatMap(({ required }) => required);
  const [, second] = names.flatMap((name) => entryOf(piece, name) ?? []);
  if (second !== undefined) {
    const said = `Only one of ${listed(names, 'and')} can stand here. Leave one out.`;
    mistakes.add('misplaced-property', below(path, second.key), second.keyAt, said);
  } else if (names.length > 0 && !names.some((name) => entryOf(piece, name))) {
    mistakes.add('missing-property', below(path, names[0] ?? ''), at, `Here ${listed(names, 'or')} is missing.`);
  }
}

function checkEntry(
  { key, keyAt }: MappingEntry,
  { required = [], anyOf = [], properties = {} }: Beside,
  piece: MappingPiece,
  path: string,
  mistakes: Mistakes,
): void {
  const there = (name: string) => entryOf(piece, name) !== undefined;
  const alternatives = anyOf.flatMap((each) => each.required);
  const missing = required.filter((name) => !there(name)).map((name) => JSON.stringify(name));
  if (alternatives.length > 0 && !alternatives.some(there)) missing.push(listed(alternatives, 'or'));
  if (missing.length > 0) {
    const said = `"${key}" does nothing without ${missing.join(' and ')} beside it. Add that, or leave "${key}" out.`;
    mistakes.add('misplaced-property', below(path, key), keyAt, said);
  }
  for (const name of Object.keys(properties)) {
    const other = entryOf(piece, name);
    if (other === undefined) continue;
    const said = `"${name}" cannot stand beside "${key}". Leave one of them out.`;
    mistakes.add('misplaced-property', below(path, name), other.keyAt, said);
  }
}

function listed(names: readonly string[], word: 'and' | 'or'): string {
  return names.map((name) => JSON.stringify(name)).join(` ${word} `);
}
