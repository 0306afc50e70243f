import type { Schema } from '@cairn/core';
import { below } from '../document/path.ts';
import type { NamedKey, RegistryParts } from '../registry/registry.ts';
import { writePlain, type Lose } from './write-plain.ts';
import { nameIn, writeType, type WrittenType } from './write-type.ts';

const said =
  'No type of a document is the same as its schema, and the registry does not have it: "any" stands in its place.';

/** A schema as a type of a document; `any` where none is the same, which is noted. */
export function writeSchema(schema: Schema, path: string, registry: RegistryParts, lose: Lose): WrittenType {
  const type = writeType(schema, registry);
  if (type !== undefined) {
    if (/"bigint\??"|of bigint\b/u.test(JSON.stringify(type))) {
      lose(path, 'The type "bigint" of a document takes whole numbers as well, of which it makes bigints.');
    }
    return type;
  }
  lose(path, said);
  return 'any';
}

/** A key of the state as a document has it. */
export function writeKey(entry: NamedKey, path: string, registry: RegistryParts, lose: Lose): unknown {
  const name = nameIn(registry.keys, entry);
  if (name !== undefined) return name;
  if (!('kind' in entry)) return writeSchema(entry, path, registry, lose);
  if (entry.kind === 'sum') return entry.initial === 0 ? 'sum' : { type: 'sum', from: entry.initial };
  const of = writeSchema(entry.schema, below(path, 'of'), registry, lose);
  if (entry.kind === 'reduce') {
    const from = writePlain(entry.initial, below(path, 'from'), lose);
    lose(below(path, 'by'), 'It is a function. Write an expression in its place, or name the key in the registry.');
    return { type: 'reduce', of, ...(from !== undefined && { from }) };
  }
  for (const part of ['from', 'codecs'] as const) {
    if (entry[part] !== undefined)
      lose(below(path, part), 'A document has no word for it. Name the key in the registry.');
  }
  if (entry.kind === 'upsert') return { type: 'upsert', of, id: entry.id };
  return typeof of === 'string' ? `${entry.kind} of ${of}` : { type: entry.kind, of };
}
