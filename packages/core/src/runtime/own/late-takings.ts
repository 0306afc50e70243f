/**
 * Sees to what a call of the store does after it was given up.
 *
 * 1. A thread that it took is let go of: nobody here would drive it, and nobody else could for as long as this process lives.
 * 2. That is done under the fence of that call, which nobody else has: whoever took the thread since keeps it.
 * 3. Whoever tried the call again may have found what it did, and drive the thread under that very fence: that is waited for.
 * 4. A heartbeat that came after a newer one may have cut the lease short: there is another.
 */

import type { Taken } from '../../store/in-time.ts';
import type { Environment } from '../environment/environment.ts';
import type { Agenda } from './agenda.ts';
import type { Driving } from './driving.ts';
import type { Making } from './making.ts';
import type { Ownership } from './ownership.ts';
import type { Releases } from './releases.ts';

/** A runtime, as far as it takes threads. */
export interface Owning {
  readonly environment: Pick<Environment, 'hearLate'>;
  readonly releases: Releases;
  readonly agenda: Pick<Agenda, 'look'>;
  readonly making: Making;
  driving(thread: string): Driving | undefined;
}

/** From now on what calls do that were given up is seen to. */
export function seeToLate(
  runtime: Owning,
  ownership: Pick<Ownership, 'beatAnew'>,
  taking: (thread: string) => Promise<unknown> | undefined,
): void {
  runtime.environment.hearLate((done) => {
    if (done === 'heartbeat') ownership.beatAnew();
    else void letGo(runtime, done, taking);
  });
}

/** Lets go of a thread once nobody here drives it; never rejects. */
async function letGo(
  runtime: Owning,
  { thread, fence }: Taken,
  taking: (thread: string) => Promise<unknown> | undefined,
): Promise<void> {
  await Promise.allSettled([...runtime.making.all, taking(thread)]);
  for (let here = runtime.driving(thread); here !== undefined; here = runtime.driving(thread)) {
    const { driver, log, ended } = here;
    // It owns the thread under an older fence: nothing that it does can be written any more.
    if (!log.isFree && log.fence < fence) driver.stop();
    await ended.catch(() => undefined);
  }
  await runtime.releases.release({ thread, fence });
  runtime.agenda.look();
}
