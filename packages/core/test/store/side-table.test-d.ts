import { memory, sideTable, type Context, type SideItem } from '@cairn/core';

const notes = sideTable<string>(memory(), 'notes');
const any = sideTable(memory(), 'others');

// What is read is what may be put.
notes.get('a') satisfies Promise<SideItem<string> | undefined>;
notes.set('a', 'text', { was: 0, until: new Date() });
any.set('a', { anything: 1 });
// @ts-expect-error: no text
notes.set('a', 7);
// @ts-expect-error: a time is a Date
notes.set('a', 'text', { until: 7 });
// @ts-expect-error: no bound
notes.list({ from: 'a' });

// Writes of any tables go together, at once or with a commit.
declare const ctx: Context;
ctx.write(notes.set('a', 'text'), any.drop('a'), any.clear());
void notes.write(notes.clear('a'), any.set('a', 1));
// @ts-expect-error: no write
ctx.write('a');
