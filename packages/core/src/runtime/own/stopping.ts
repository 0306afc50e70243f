import type { Clock } from '../../base/clock.ts';
import type { Agenda } from './agenda.ts';
import type { Driving } from './driving.ts';

type Drivers = ReadonlyMap<string, Driving>;

/** What a runtime has under way. */
export interface UnderWay {
  readonly agenda: Agenda;
  readonly taking: ReadonlyMap<string, Promise<unknown>>;
  readonly making: ReadonlySet<Promise<unknown>>;
  readonly drivers: Drivers;
  readonly clock: Clock;
}

/** Lets go of all threads at once. */
export function stopAll(drivers: Drivers): void {
  for (const { driver } of drivers.values()) driver.stop();
}

/** Lets go of all threads as their activities end, and of those that are left after so many milliseconds. */
export async function drainAll(
  { agenda, taking, making, drivers, clock }: UnderWay,
  milliseconds: number,
): Promise<void> {
  startNothing(drivers);
  await agenda.close();
  await Promise.allSettled([...taking.values(), ...making]);
  startNothing(drivers);
  const ended = [...drivers.values()].map((driving) => driving.ended);
  const stop = clock.after(milliseconds, () => stopAll(drivers));
  await Promise.allSettled(ended);
  stop();
}

function startNothing(drivers: Drivers): void {
  for (const { driver } of drivers.values()) driver.drain();
}
