/** Books a trip on a database file and undoes it, in a process of its own: `undoing-trip.ts <folder> [<dies in the middle of so manieth undo>]`. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { append, local, open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { undoable, type Undo } from '@cairn/patterns';
import { z } from 'zod';

const [folder = '', killAt] = process.argv.slice(2);
const world = join(folder, 'world.txt');

const lines = (): readonly string[] => (existsSync(world) ? readFileSync(world, 'utf8').trimEnd().split('\n') : []);

function book(what: string, key: string): string {
  if (!lines().includes(`${key} ${what}`)) appendFileSync(world, `${key} ${what}\n`);
  return what;
}

function cancel(key: string): void {
  const booked = lines().find((line) => line.startsWith(`${key} `));
  if (booked === undefined || lines().includes(`no ${booked}`)) return;
  appendFileSync(world, `no ${booked}\n`);
  // The effect is there, and nobody has heard of it.
  if (lines().filter((line) => line.startsWith('no ')).length === Number(killAt)) process.kill(process.pid, 'SIGKILL');
}

const trip = undoable({
  name: 'trip',
  state: { nights: z.array(z.string()), night: local(z.string()), rooms: append(z.string()) },
  undo: {
    room: async ({ key }: Undo<string>, { step }) => step('cancel', () => cancel(key)),
  },
  start: 'flight',
  nodes: {
    flight: {
      run: async (_s, { step, key }) => void (await step('book', () => book('flight', key()))),
      undo: async ({ key }, { step }) => step('cancel', () => cancel(key)),
      next: { each: (s) => s.nights.map((night) => ({ night })), to: 'stay', then: 'payment' },
    },
    stay: {
      run: async ({ night = '' }, { step }) => ({
        rooms: [await step(night, (key) => book(`room of ${night}`, key), { undo: 'room' })],
      }),
      next: 'payment',
    },
    payment: { run: () => Promise.reject(new Error('the card is declined')), next: 'booked' },
    booked: { final: true },
  },
});

const cairn = open({ store: sqlite(join(folder, 'trip.db')), graphs: [trip] });
const thread = await cairn.start(trip, { nights: ['monday', 'tuesday', 'sunday'] }, { id: 'T' });
const ended = await thread.ended();
console.log(ended.status === 'done' ? ended.outcome : ended.status, ended.state.undoReason);
console.log(ended.state.undone.join(' '));
await cairn.close();
