/**
 * Rows as text, and back.
 *
 * 1. `readRow(writeRow(row))` equals the row, transient values aside.
 * 2. A value over 16 KiB stands in a row by its hash, and its text is kept once.
 * 3. A row whose text could not be read back, with what it keeps apart put in its places, is refused by name.
 */

import type { Changes } from '../../base/change.ts';
import type { Edit } from '../../base/difference.ts';
import type { OpeningChanges, TakenOver } from '../../base/opening-change.ts';
import { type PatchedChange, type ToldChange, type ToldChanges } from '../../base/told-change.ts';
import type { Codec } from '../../base/value/codec.ts';
import { decode } from '../../base/value/decode.ts';
import { encode } from '../../base/value/encode.ts';
import { hashOf } from '../../base/hash.ts';
import { keyText, nameText } from '../../base/value/key-text.ts';
import { asTooLong, longestText, tooLong } from '../../base/problem/too-long.ts';
import type { Writable } from '../../base/writable.ts';
import type { Cause, Note, Opened, OpenedLane, Phase, Row } from '../../advance/state/row.ts';
import { saidTurn, unsaidTurn } from '../../advance/state/unsaid-turn.ts';
import type { Blob, StoredRow } from '../contract/store.ts';

/** Texts longer than this are kept apart. */
const blobFrom = 16 * 1024;

/** Payloads at least this long are not written twice in one row. */
const sharedFrom = 64;

/** How what stands in an event's changes for its payload, or for a part of it, begins. */
export const payloadMark = '{"$payload":';

/** Stands for all of the payload. */
const wholeMark = `${payloadMark}true}`;

/** Stands for all of it, or for the part of that name. */
const markPattern = /\{"\$payload":(true|"(?:[^"\\]|\\.)*")\}/gu;

/** The detail of a row that says nothing else than that it came from outside, where it does not tell that by itself. */
const isInput = '{}';

/** A row as text; values kept apart are added to `blobs`. */
export function writeRow(row: Row, codec: Codec, blobs: Blob[]): StoredRow {
  const before = blobs.length;
  try {
    const stored = writeParts(row, codec, blobs);
    if (blobs.length > before) mustBeReadable(stored, blobs.slice(before));
    return stored;
  } catch (error) {
    throw asTooLong(error, 'state');
  }
}

function mustBeReadable({ changes, detail }: StoredRow, keptApart: readonly Blob[]): void {
  const size = keptApart.reduce((sum, { body }) => sum + body.length, (changes?.length ?? 0) + (detail?.length ?? 0));
  if (size > longestText) throw tooLong('state');
}

function writeParts(row: Row, codec: Codec, blobs: Blob[]): StoredRow {
  const { seq, time, lane, cause, from, to = null, phase, label = null } = row;
  const { opened, attempt, duration, due, asOf, waits, note } = row;
  let changes = row.changes === undefined ? null : writeChanges(row.changes, codec, blobs);
  const noted = note && writeNote(note, codec, blobs);
  if (changes !== null && cause === 'event') changes = withoutPayload(changes, noted?.value, note?.value, codec);
  const turn = saidTurn(row);
  const hasDetail = opened ?? attempt ?? duration ?? due ?? asOf ?? waits ?? note ?? (turn === 0 ? undefined : turn);
  const bare = turn === 0 ? isInput : null;
  const detail = hasDetail === undefined ? bare : writeDetail(row, turn, noted?.text, codec, blobs);
  return { seq, time, lane, cause, from, to, phase, label, changes, detail };
}

/** Changes are written key by key: their values are sealed, the records around them need no look. */
function writeChanges(changes: ToldChanges | OpeningChanges, codec: Codec, blobs: Blob[]): string {
  let text = '';
  for (const key in changes) {
    text += `${text === '' ? '{' : ','}${keyText(key)}:${writeChange(changes[key] as ToldChange | TakenOver, codec, blobs)}`;
  }
  return text === '' ? '{}' : `${text}}`;
}

function writeChange(change: ToldChange | TakenOver, codec: Codec, blobs: Blob[]): string {
  if ('patch' in change) return writePatched(change, codec, blobs);
  if ('set' in change && !('reduce' in change)) return `{"set":${writeValue(change.set, codec, blobs)}}`;
  if ('add' in change) return `{"add":${encode(change.add, codec)}}`;
  if ('local' in change) return `{"local":${encode(change.local, codec)}}`;
  if (!('append' in change)) return encode(change, codec);
  const text = encode(change.append, codec);
  if (text.length <= blobFrom) return `{"append":${text}}`;
  return `{"append":[${change.append.map((item) => writeValue(item, codec, blobs)).join(',')}]}`;
}

function writePatched({ patch, ...rest }: PatchedChange | TakenOver, codec: Codec, blobs: Blob[]): string {
  const edits = patch.map((edit) => writeEdit(edit, codec, blobs));
  return withPart(encode(rest, codec), 'patch', `[${edits.join(',')}]`);
}

function writeEdit(edit: Edit, codec: Codec, blobs: Blob[]): string {
  const at = JSON.stringify(edit.at);
  if ('drop' in edit) return `{"at":${at},"drop":true}`;
  if ('set' in edit) return `{"at":${at},"set":${writeValue(edit.set, codec, blobs)}}`;
  const [start, removed, items] = edit.splice;
  const written =
    typeof items === 'string'
      ? writeValue(items, codec, blobs)
      : `[${items.map((item) => writeValue(item, codec, blobs)).join(',')}]`;
  return `{"at":${at},"splice":[${start},${removed},${written}]}`;
}

/** A value's text, or its hash where the text is long. */
export function writeValue(value: unknown, codec: Codec, blobs: Blob[]): string {
  const body = encode(value, codec);
  if (body.length <= blobFrom) return body;
  const hash = hashOf(body);
  blobs.push({ hash, body });
  return `{"$blob":"${hash}"}`;
}

/** What else a row says; `turn` is how many rows before it its input is, where the row has to say that. */
function writeDetail(
  { opened, attempt, duration, due, asOf, waits }: Row,
  turn: number | undefined,
  note: string | undefined,
  codec: Codec,
  blobs: Blob[],
): string {
  if (opened === undefined && note === undefined) return JSON.stringify({ attempt, duration, due, turn, asOf, waits });
  const parts: string[] = [];
  if (opened !== undefined) parts.push(`"opened":${writeOpened(opened, codec, blobs)}`);
  if (attempt !== undefined) parts.push(`"attempt":${attempt}`);
  if (duration !== undefined) parts.push(`"duration":${duration}`);
  if (due !== undefined) parts.push(`"due":${due}`);
  if (asOf !== undefined) parts.push(`"asOf":${asOf}`);
  if (turn !== undefined) parts.push(`"turn":${turn}`);
  if (waits !== undefined) parts.push(`"waits":${JSON.stringify(waits)}`);
  if (note !== undefined) parts.push(`"note":${note}`);
  return `{${parts.join(',')}}`;
}

/** A note's text, and that of its value, which is sealed and may be long. */
function writeNote(note: Note, codec: Codec, blobs: Blob[]): { readonly text: string; readonly value?: string } {
  if (note.value === undefined) return { text: writeFacts(note, codec) };
  const { value: noted, ...rest } = note;
  const value = writeValue(noted, codec, blobs);
  return { text: withPart(writeFacts(rest, codec), 'value', value), value };
}

/** Most facts of notes are texts: to seal a record of them takes ten times as long as to write it. */
function writeFacts(facts: Note, codec: Codec): string {
  let text = '';
  for (const name in facts) {
    const fact: unknown = facts[name as keyof Note];
    if (typeof fact !== 'string') return encode(facts, codec);
    text += `${text === '' ? '{' : ','}"${name}":${JSON.stringify(fact)}`;
  }
  return text === '' ? '{}' : `${text}}`;
}

function writeOpened({ lanes, ...facts }: Opened, codec: Codec, blobs: Blob[]): string {
  const texts = lanes.map((lane) => writeOpenedLane(lane, codec, blobs));
  return withPart(JSON.stringify(facts), 'lanes', `[${texts.join(',')}]`);
}

function writeOpenedLane(lane: OpenedLane, codec: Codec, blobs: Blob[]): string {
  const { path, node, phase, needs, waits, changes, seed } = lane;
  let text = `{"path":${nameText(path)},"node":${nameText(node)},"phase":"${phase}"`;
  if (needs !== undefined) text += `,"needs":${JSON.stringify(needs)}`;
  if (waits !== undefined) text += `,"waits":${JSON.stringify(waits)}`;
  if (changes !== undefined) text += `,"changes":${writeChanges(changes, codec, blobs)}`;
  if (seed !== undefined) text += `,"seed":${encode(seed, codec)}`;
  return `${text}}`;
}

/** An object's text with one more property. */
export function withPart(text: string, name: string, value: string): string {
  return text === '{}' ? `{"${name}":${value}}` : `${text.slice(0, -1)},"${name}":${value}}`;
}

/** An event's payload, or a part of it, often goes into the state as it is: its text is not written twice. */
function withoutPayload(text: string, payload: string | undefined, value: unknown, codec: Codec): string {
  if (payload === undefined || payload.length < sharedFrom || payload.startsWith(apart)) return text;
  if (text.includes(payload)) return withMark(text, payload, wholeMark);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return text;
  return Object.entries(value).reduce((shared, [name, part]) => {
    const [written, named] = [encode(part, codec), JSON.stringify(name)];
    // A name as long as a part could be taken for one, in the mark of another part.
    if (written.length < sharedFrom || named.length >= sharedFrom || !shared.includes(written)) return shared;
    return withMark(shared, written, `${payloadMark}${named}}`);
  }, text);
}

/** A text with the mark where what it is for stands as a value: what is a key, or looks like it within a string, stays. */
function withMark(text: string, marked: string, mark: string): string {
  let shared = '';
  let from = 0;
  for (let at = 0; at < text.length;) {
    if (text.startsWith(marked, at) && text[at + marked.length] !== ':') {
      shared += text.slice(from, at) + mark;
      from = at = at + marked.length;
    } else at = text[at] === '"' ? afterString(text, at) : at + 1;
  }
  return shared + text.slice(from);
}

/** The place after the string that begins here. */
function afterString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); ; at = text.indexOf('"', at + 1)) {
    let slashes = at;
    while (text[slashes - 1] === '\\') slashes -= 1;
    if ((at - slashes) % 2 === 0) return at + 1;
  }
}

/** Reads a blob's text by its hash. */
export type ReadBlob = (hash: string) => string;

/** Rows of one log from their texts, in order; the turn of one is 0 where it takes what came before the first to tell. */
export function readRows(
  stored: readonly StoredRow[],
  codec: Codec,
  blob: ReadBlob,
  lenient?: boolean,
): readonly Writable<Row>[] {
  let last = 0;
  return stored.map((text) => {
    const row: Writable<Row> = readRow(text, codec, blob, lenient);
    if (row.turn === 0 && unsaidTurn(row) === 'before') row.turn = last;
    last = row.turn;
    return row;
  });
}

/** A row from its text; its turn is 0 where it takes the rows before it to tell. `lenient` shows instances of classes without a codec as they are stored. */
export function readRow(stored: StoredRow, codec: Codec, blob: ReadBlob, lenient = false): Row {
  const unknown = lenient ? 'keep' : 'refuse';
  const detail =
    stored.detail === null
      ? undefined
      : (decode(withBlobs(stored.detail, blob), codec, { path: 'detail', unknown }) as Partial<Row>);
  const { seq, time, lane, from, to, label } = stored;
  const row: Partial<Writable<Row>> = { seq, time, turn: 0, lane, cause: stored.cause as Cause, from };
  if (to !== null) row.to = to;
  row.phase = stored.phase as Phase;
  if (label !== null) row.label = label;
  if (stored.changes !== null) {
    const text = withPayload(withBlobs(stored.changes, blob), detail, codec);
    row.changes = decode(text, codec, { path: 'state', unknown }) as Changes;
  }
  const read = Object.assign(row, detail) as Writable<Row>;
  const back = detail?.turn ?? (stored.detail === isInput || unsaidTurn(read) === 'own' ? 0 : seq);
  read.turn = seq - back;
  return read;
}

function withPayload(text: string, detail: Partial<Row> | undefined, codec: Codec): string {
  if (!text.includes(payloadMark)) return text;
  const payload = detail?.note?.value;
  return text.replaceAll(markPattern, (_, name: string) =>
    encode(name === 'true' ? payload : (payload as Record<string, unknown>)[JSON.parse(name) as string], codec),
  );
}

/** How the place of a value that is kept apart begins. */
const apart = '{"$blob":"';

const blobPattern = /\{"\$blob":"([0-9a-f]{64})"\}/gu;

/** A text with the values that are kept apart put back. */
export function withBlobs(text: string, blob: ReadBlob): string {
  return text.includes(apart) ? text.replaceAll(blobPattern, (_, hash: string) => blob(hash)) : text;
}

/** The hashes of the values that a text keeps apart. */
export function blobsIn(text: string): readonly string[] {
  return text.includes(apart) ? Array.from(text.matchAll(blobPattern), ([, hash]) => hash as string) : [];
}
