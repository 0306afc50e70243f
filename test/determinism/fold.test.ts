import assert from 'node:assert/strict';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fold, type Row, type Snapshot } from '@cairn/core';
import { emptySnapshot } from '../../packages/core/src/advance/state/snapshot.ts';
import { readRow, writeRow } from '../../packages/core/src/store/text/row-text.ts';
import { readSnapshot, writeSnapshot } from '../../packages/core/src/store/text/snapshot-text.ts';
import type { Blob } from '../../packages/core/src/store/contract/store.ts';
import { racingParts } from './parts.ts';
import { codec, walk } from './walk.ts';

/** A snapshot to compare: its lanes by path, without the values that are never stored. */
function dumpOf({ lanes, ...rest }: Snapshot): unknown {
  const stored = lanes.all().map(({ transient: _, ...lane }) => lane);
  return { ...rest, lanes: stored.toSorted((left, right) => (left.path < right.path ? -1 : 1)) };
}

function expectSame(one: Snapshot, two: Snapshot): void {
  const [left, right] = [dumpOf(one), dumpOf(two)];
  assert.deepEqual(left, right);
}

/** A row after it was written and read. */
function again(row: Row): Row {
  const blobs: Blob[] = [];
  const text = writeRow(row, codec, blobs);
  return readRow(text, codec, (hash) => blobs.find((blob) => blob.hash === hash)?.body ?? '');
}

/** A snapshot after it was written and read. */
function reread(snapshot: Snapshot): Snapshot {
  const blobs: Blob[] = [];
  const body = writeSnapshot(snapshot, codec, blobs);
  const blob = (hash: string): string => blobs.find((each) => each.hash === hash)?.body ?? '';
  return readSnapshot(snapshot.thread, { seq: snapshot.seq, body }, codec, blob);
}

const steps = 50;
const options = { seed: 20_260_301, numRuns: 200 };

test('what advance returns is what its rows fold to, once they were written and read', () => {
  const law = fc.property(racingParts, fc.integer(), (given, seed) => {
    let folded = emptySnapshot('walk');
    for (const { after } of walk(given, seed, steps)) {
      folded = fold(folded, after.rows.map(again));
      expectSame(folded, after.snapshot);
    }
  });
  fc.assert(law, options);
});

test('a snapshot that was written and read is the same, and goes on as the same', () => {
  const law = fc.property(racingParts, fc.integer(), (given, seed) => {
    let read = emptySnapshot('walk');
    for (const { after } of walk(given, seed, steps)) {
      const next = fold(read, after.rows.map(again));
      read = next.seq === 0 ? next : reread(next);
      expectSame(read, after.snapshot);
    }
  });
  fc.assert(law, options);
});

test('rows count on by one, and an input that is refused leaves none', () => {
  const law = fc.property(racingParts, fc.integer(), (given, seed) => {
    for (const { before, after } of walk(given, seed, steps)) {
      const follows = after.rows.every(({ seq }, index) => seq === before.seq + index + 1);
      const isRefused = after.refused !== undefined && after.rows.length === 0 && after.snapshot === before;
      expect(isRefused || (follows && after.snapshot.seq === before.seq + after.rows.length)).toBe(true);
    }
  });
  fc.assert(law, options);
});

test('a snapshot stays as it is, whatever follows from it', () => {
  const law = fc.property(racingParts, fc.integer(), (given, seed) => {
    const seen: { readonly snapshot: Snapshot; readonly text: string }[] = [];
    for (const { after } of walk(given, seed, steps)) {
      if (after.snapshot.seq > 0)
        seen.push({ snapshot: after.snapshot, text: writeSnapshot(after.snapshot, codec, []) });
    }
    for (const { snapshot, text } of seen) expect(writeSnapshot(snapshot, codec, [])).toBe(text);
  });
  fc.assert(law, { ...options, numRuns: 100 });
});
