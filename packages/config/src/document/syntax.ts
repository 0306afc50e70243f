import type { Document } from 'yaml';

/** A mistake that the parser of YAML found. */
interface SyntaxMistake {
  readonly at: number;
  readonly message: string;
}

const quoted =
  'What holds ": " or " #", or goes on behind a quote or a bracket, stands in quotes as a whole: \'state.title == "a: b"\'.';

/** What helps with what the parser cannot read. */
const hints: Readonly<Record<string, string>> = {
  UNEXPECTED_TOKEN: quoted,
  BLOCK_AS_IMPLICIT_KEY: quoted,
  BAD_SCALAR_START: 'Put it in quotes, where it is a text.',
  TAB_AS_INDENT: 'Indent with spaces.',
};

/** What the parser cannot read: the first that it met, since what stands behind it may be read as anything. */
export function syntaxMistakes(document: Document.Parsed, text: string): readonly SyntaxMistake[] {
  const [first] = document.errors;
  if (first !== undefined) return [{ at: first.pos[0], message: told(first.code, first.message, text, first.pos[0]) }];
  return document.warnings.map(({ code, pos, message }) => {
    const tag = text.slice(...pos);
    if (code !== 'TAG_RESOLVE_FAILED' || tag.startsWith('!!')) return { at: pos[0], message: ended(message) };
    return {
      at: pos[0],
      message: `What begins with "!" is a tag to YAML. Put it in quotes as a whole: ${inQuotes(tag)}.`,
    };
  });
}

function told(code: string, message: string, text: string, at: number): string {
  const rest = text.slice(at);
  if (code === 'MULTIPLE_DOCS') {
    return 'The text has several documents. A configuration is one: take away what begins with the second "---".';
  }
  if (rest.startsWith('[]')) return `${ended(message)} A list is written in words, such as "list of string".`;
  const type = rest.startsWith('?') ? typeBefore(text.slice(0, at)) : undefined;
  if (type !== undefined) return `${ended(message)} A type that may be absent is written ${type}.`;
  const hint = hints[code];
  return hint === undefined ? ended(message) : `${ended(message)} ${hint}`;
}

/** A type in brackets that may be absent, as it is written. */
function typeBefore(text: string): string | undefined {
  const { fields, values } =
    /(?:(?<fields>\{[^{}]{0,200}\})|(?<values>\[[^[\]]{0,200}\]))\s*$/u.exec(text)?.groups ?? {};
  if (fields !== undefined) return `{ type: object, fields: ${fields}, optional: true }`;
  return values === undefined ? undefined : `{ type: enum, of: ${values}, optional: true }`;
}

function inQuotes(tag: string): string {
  return tag.length > 60 ? "'!…'" : `'${tag}'`;
}

function ended(message: string): string {
  return message.endsWith('.') ? message : `${message}.`;
}
