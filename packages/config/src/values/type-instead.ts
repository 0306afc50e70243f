// What types of other languages are in a document: of TypeScript, JSON Schema, Python and SQL. What it says can be written as it stands.

/** Words of other languages, by the type that they are here. */
const words: ReadonlyMap<string, string> = new Map(
  Object.entries({
    string: ['str', 'text', 'varchar', 'char', 'uuid', 'email', 'url', 'uri', 'slug'],
    number: ['float', 'double', 'decimal', 'numeric', 'num', 'real'],
    integer: ['int', 'int32', 'long', 'short', 'uint', 'smallint'],
    bigint: ['int64', 'uint64'],
    boolean: ['bool', 'flag'],
    date: ['datetime', 'timestamp', 'timestamptz', 'instant', 'time'],
    bytes: ['blob', 'buffer', 'binary', 'bytea', 'uint8array'],
    nothing: ['null', 'undefined', 'void', 'none', 'never'],
    any: ['json', 'jsonb', 'unknown', 'mixed', 'dynamic'],
    'list of any': ['array', 'list', 'tuple', 'set', 'sequence'],
    'record of any': ['map', 'record', 'dict', 'dictionary', 'hash'],
  }).flatMap(([type, all]) => all.map((word) => [word, type] as const)),
);

/** How a type that is written as another language does is written here, or nothing; `isKnown` says what a name may be. */
export function typeInstead(text: string, isKnown: (name: string) => boolean): string | undefined {
  const written = text.trim();
  if (isKnown(written)) return written;
  const around = aroundIn(written);
  if (around !== undefined) {
    const inner = typeInstead(around.inner, isKnown);
    return inner === undefined ? undefined : around.of(inner);
  }
  return words.get(written.toLowerCase());
}

interface Around {
  readonly inner: string;
  of(inner: string): string;
}

const forms: readonly (readonly [RegExp, (inner: string) => string])[] = [
  [/^(?:optional|nullable|maybe)\s*[\s<[](?<inner>[^<>[\]]+)[>\]]?$/iu, (inner) => maybe(inner)],
  [/^(?<inner>.+?)\s*\|\s*(?:null|undefined|none)$/iu, (inner) => maybe(inner)],
  [/^(?:null|undefined|none)\s*\|\s*(?<inner>[^|]+)$/iu, (inner) => maybe(inner)],
  [/^(?<inner>.+)\?$/u, (inner) => maybe(inner)],
  [/^(?<inner>.+)\[\]$/u, (inner) => `list of ${inner}`],
  [/^(?:readonly)?array\s*<(?<inner>.+)>$/iu, (inner) => `list of ${inner}`],
  [/^(?:list|set|sequence)\s*[<[](?<inner>.+)[>\]]$/iu, (inner) => `list of ${inner}`],
  [/^(?:array|list) +of +(?<inner>.+)$/iu, (inner) => `list of ${inner}`],
  [/^(?:record|map|dict)\s*[<[]\s*(?:string|str|text)\s*,\s*(?<inner>.+)[>\]]$/iu, (inner) => `record of ${inner}`],
  [/^(?:record|map|dict) +of +(?<inner>.+)$/iu, (inner) => `record of ${inner}`],
];

function aroundIn(text: string): Around | undefined {
  for (const [form, of] of forms) {
    const inner = form.exec(text)?.groups?.['inner'];
    if (inner !== undefined) return { inner, of };
  }
  return undefined;
}

function maybe(type: string): string {
  return type.endsWith('?') ? type : `${type}?`;
}

/** What is written as a mapping, or as a list: a choice, and what has a default. */
export function mappingInstead(text: string, isKnown: (name: string) => boolean): string | undefined {
  const choice = choiceIn(text.trim());
  if (choice !== undefined) return choice;
  const { type = '', value = '' } = /^(?<type>[^=]+?)\s*=\s*(?<value>[^=]+)$/u.exec(text)?.groups ?? {};
  const meant = typeInstead(type, isKnown);
  return meant === undefined ? undefined : `{ type: ${meant}, default: ${value.trim()} }`;
}

/** What `type` says in a mapping, where another language has another word for it. */
export function describedInstead(word: string): string | undefined {
  if (word === 'list' || word === 'record') return undefined;
  if (/^(?:struct|interface|dictionary)$/iu.test(word)) return 'object';
  if (/^(?:choice|oneof|literal|enumeration)$/iu.test(word)) return 'enum';
  return /^(?<kind>list|record) of any$/u.exec(words.get(word.toLowerCase()) ?? '')?.groups?.['kind'];
}

/** A choice of texts: a list in quotes, or texts with strokes between. */
function choiceIn(text: string): string | undefined {
  const { listed, absent = '' } = /^\[(?<listed>[^[\]]+)\]\s*(?<absent>\??)$/u.exec(text)?.groups ?? {};
  const parts = listed?.split(',') ?? (/^(?:\s*(?:'[^']*'|"[^"]*")\s*(?:\||$))+$/u.test(text) ? text.split('|') : []);
  if (parts.length === 0) return undefined;
  const all = `[${parts.map((part) => part.trim().replaceAll(/^["']|["']$/gu, '')).join(', ')}]`;
  return absent === '' ? all : `{ type: enum, of: ${all}, optional: true }`;
}
