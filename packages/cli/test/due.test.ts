import { join } from 'node:path';
import { open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { virtualClock } from '@cairn/testing';
import { expect, test } from 'vitest';
import { folder } from '../../../test/folder.ts';
import { cairn, graphs, jsonIn } from './cairn.ts';
import { patient } from './graphs/patient.ts';

/** A database with a thread that waited an hour ago for a time that is over by now. */
async function overdue(): Promise<string> {
  const place = folder();
  const clock = virtualClock(Date.now() - 3_600_000);
  const runtime = open({ store: sqlite(join(place, 'patient.db')), graphs: [patient], clock });
  await (await runtime.start(patient, {}, { id: 'P-1' })).settled();
  await runtime.close();
  return place;
}

test('"cairn resume" does what is due, and follows the thread until it rests', async () => {
  const place = await overdue();
  const resumed = await cairn(place, ['resume', 'P-1', '--graph', graphs('patient.ts'), '--json']);
  expect(jsonIn(resumed)).toMatchObject({ status: 'done', outcome: 'end' });
  expect(resumed.code).toBe(0);
});

test('"cairn send" finds a thread as a deadline left it that is over', async () => {
  const place = await overdue();
  const sent = await cairn(place, ['send', 'P-1', 'answer', '--graph', graphs('patient.ts'), '--json']);
  expect(sent.code).not.toBe(0);
  const resumed = await cairn(place, ['resume', 'P-1', '--graph', graphs('patient.ts'), '--json']);
  expect(jsonIn(resumed)).toMatchObject({ status: 'done', outcome: 'end' });
});
