import { setTimeout as pause } from 'node:timers/promises';

/** So often a thread may come to rest just before it is told something. */
const usual = 4;

/** The longest pause, in milliseconds. */
const longest = 1_000;

/** Waits before something is tried again that was in vain so often: where it usually is not, for longer each time. */
export async function patience(tries: number): Promise<void> {
  if (tries > usual) await pause(Math.min(longest, 2 ** Math.min(tries - usual, 30)));
}
