import { setTimeout as pause } from 'node:timers/promises';
import type { Happened } from './happenings.ts';
import { wrongsOf } from './invariants.ts';
import { untilQuiet } from './quiet.ts';
import { World, type Making } from './world.ts';

/** So long, in real milliseconds, the last calls may take to be told. */
const farewell = 60_000;

/** Lets everything happen in a world of its own; what was wrong with what came of it. */
export async function playWorld(making: Making, happenings: readonly Happened[]): Promise<readonly string[]> {
  const { steady } = making.connections;
  const unheard: string[] = [];
  const hear = (error: unknown): void =>
    void unheard.push(`nobody heard of ${String((error as Error).stack ?? error)}`);
  process.on('unhandledRejection', hear);
  const world = new World(making);
  try {
    world.openBook();
    world.start(0);
    for (const happening of happenings) await world.take(happening);
    world.steady();
    await untilQuiet(world, steady);
    const wrongs = [...(await wrongsOf(world, steady))];
    await cancelAll(world);
    await untilQuiet(world, steady);
    await world.close();
    for (const end = performance.now() + farewell; world.calls.open().length > 0 && performance.now() < end;) {
      await pause(1);
    }
    return [...wrongs, ...unheard, ...world.calls.open().map(({ what, thread }) => `${what}() of ${thread} waits`)];
  } finally {
    await world.close().catch(() => undefined);
    await steady.close();
    process.off('unhandledRejection', hear);
  }
}

/** Whatever is not at its end can be ended. */
async function cancelAll(world: World): Promise<void> {
  for (const id of world.threads) void world.calls.make('cancel', id, world.somewhere(id).cancel('over'));
}
