import type { Runtime } from './runtime.ts';

/** Has threads that something was sent to take it: here, where they are driven, or by whoever takes them up. */
export function wakeSentTo(runtime: Runtime, threads: readonly string[]): void {
  const { agenda, environment } = runtime;
  for (const id of threads) {
    const driving = runtime.driving(id);
    if (driving === undefined) agenda.attend(id, environment.clock.now());
    // Where the store fails now, its driver looks again.
    else driving.driver.inbox.catchUp().catch(() => agenda.look());
  }
  agenda.look();
}
