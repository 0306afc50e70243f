import { setTimeout as pause } from 'node:timers/promises';

/** How many tries have no pause before the next: a thread may come to rest just before it is told something. */
const usual = 4;

/** The longest pause, in milliseconds. */
const longest = 1_000;

/** Waits before something is tried again that failed so often: twice as long each time, up to {@link longest}. */
export async function patience(tries: number): Promise<void> {
  if (tries > usual) await pause(Math.min(longest, 2 ** Math.min(tries - usual, 30)));
}
