import assert from 'node:assert/strict';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Row } from '../../src/advance/state/row.ts';
import { noClasses } from '../../src/base/value/codec.ts';
import { seal } from '../../src/base/value/seal.ts';
import { payloadMark, readRow, writeRow } from '../../src/store/text/row-text.ts';
import type { Blob } from '../../src/store/contract/store.ts';
import { value } from '../base/values.ts';

const hash = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';
const numbers = Array.from({ length: 40 }, (_, at) => at);
const colons = `:[${numbers.join(',')},{`;

function row(payload: unknown, key: unknown): Row {
  const changes = { key: { set: seal(key, 'key') } };
  const note = { value: seal(payload, 'event') };
  return { seq: 1, time: 0, turn: 1, lane: '', cause: 'event', from: 'a', phase: 'waiting', label: 'e', changes, note };
}

/** A row's changes as they stand in the file, where SQLite's functions read them; fails where they are no JSON, or read otherwise. */
function changesOf(written: Row): string {
  const blobs: Blob[] = [];
  const stored = writeRow(written, noClasses, blobs);
  JSON.parse(stored.changes ?? '');
  const read = readRow(stored, noClasses, (hashed) => blobs.find((blob) => blob.hash === hashed)?.body ?? '');
  assert.deepEqual(read, written);
  return stored.changes ?? '';
}

test.each([
  ['as the key of a record', hash, { [hash]: 1 }],
  ['as the key of a record, and as its value', hash, { [hash]: hash }],
  ['at the end of a text that has a quote before it', hash, { text: `x"${hash}` }],
  ['at the end of a text that has backslashes before it', hash, { text: `x\\\\"${hash}`, odd: '\\' }],
  ['as numbers in a text', numbers, { text: `all of ,[${numbers.join(',')}], there` }],
  ['as what stands between two strings', colons, { 'a,': [...numbers, { b: 1 }] }],
  ['as an object in a text', { a: hash }, { text: JSON.stringify({ a: hash }), [hash]: { a: hash } }],
])('the changes of an event are JSON where its payload stands in them %s', (_how, payload, key) => {
  expect(() => changesOf(row(payload, key))).not.toThrow();
});

test('a payload that goes into the state as it is is written once', () => {
  const text = 'a message of some length '.repeat(5);
  const mark = `${payloadMark}true}`;
  expect(changesOf(row(text, [text, { deep: text }]))).toBe(`{"key":{"set":[${mark},{"deep":${mark}}]}}`);
});

test('a part of a payload that goes into the state as it is is written once', () => {
  const text = 'a message of some length '.repeat(5);
  const [said, list] = [`${payloadMark}"said \\"so\\""}`, `${payloadMark}"list"}`];
  const payload = { 'said "so"': text, list: numbers, short: 'short' };
  expect(changesOf(row(payload, [text, { deep: text }, numbers, 'short']))).toBe(
    `{"key":{"set":[${said},{"deep":${said}},${list},"short"]}}`,
  );
});

test('parts that are alike, one of them under itself as a name, are read back as they were', () => {
  const text = 'a message of some length '.repeat(5);
  expect(() => changesOf(row({ [text]: text, other: text }, { text, [text]: text }))).not.toThrow();
});

test('a state that holds what looks like a mark is read back as it was', () => {
  const text = 'a message of some length '.repeat(5);
  const looks = [{ $payload: true }, { $payload: 'text' }, `${payloadMark}"text"}`];
  expect(() => changesOf(row({ text }, { text, looks }))).not.toThrow();
  expect(() => changesOf(row({ text, looks }, { text, looks: [...looks] }))).not.toThrow();
});

test('whatever an event brings and changes, its row is JSON and is read back as it was', () => {
  const long = fc.tuple(value, fc.constantFrom(hash, '"', '\\', ':', '[1,2]', `"${hash}"`)).map(([any, text]) => {
    return { any, text: text.repeat(40), list: [text.repeat(40)] };
  });
  fc.assert(
    fc.property(long, value, (payload, other) => {
      const record = {
        [payload.text]: payload.text,
        [`x${payload.text}`]: other,
        quoted: JSON.stringify(payload.text),
      };
      const parts = { text: payload.text, list: payload.list };
      for (const part of [payload, payload.text, payload.list]) changesOf(row(part, { record, part, other }));
      changesOf(row(payload, { record, ...parts, other }));
      changesOf(row({ [payload.text]: payload.text, other }, { record, parts, other }));
    }),
    { numRuns: 200 },
  );
});
