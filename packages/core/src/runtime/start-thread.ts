import { advance } from '../advance/advance.ts';
import { emptySnapshot } from '../advance/state/snapshot.ts';
import { problem } from '../base/problem/problem.ts';
import type { Plan } from '../compile/plan.ts';
import type { Runtime } from './runtime.ts';
import { mustBeSameStart } from './same-start.ts';
import { startOf } from './start-input.ts';

/** Creates a thread, and drives it where threads are driven. Resolves when it is on disk, or when the same start is there already. */
export async function startThread(
  runtime: Runtime,
  plan: Plan,
  id: string,
  input: unknown,
  tags: readonly string[],
): Promise<void> {
  runtime.refuseWhenClosed('start()');
  checkTags(tags);
  const { codec, clock } = runtime.environment;
  const now = clock.now();
  const { snapshot, rows, refused } = advance(plan, emptySnapshot(id), startOf(plan, input, codec), { now, codec });
  if (refused !== undefined) throw refused;
  const born = { id, created: now, tags, origin: null };
  if (await runtime.making.add(runtime.begin(plan, born, { rows, snapshot }))) return;
  await mustBeSameStart(runtime.environment, plan, await runtime.record(id), rows[0]);
}

/** Refuses what no list could show, whatever the types say: a problem `value/invalid`. */
function checkTags(tags: unknown): void {
  if (Array.isArray(tags) && tags.every((tag) => typeof tag === 'string')) return;
  throw problem('value/invalid', { path: 'tags', issues: [{ path: 'tags', message: 'Expected a list of texts.' }] });
}
