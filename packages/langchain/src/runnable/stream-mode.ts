import type { ThreadEvent } from '@cairn/core';
import type { Hear, Watched } from './hearing.ts';
import { writtenBy } from './written-by.ts';

/** What a stream of a graph gives: each state that it comes to, what each node writes, or what activities show by `ctx.emit`. */
export type StreamMode = 'values' | 'updates' | 'custom';

const modes: readonly unknown[] = ['values', 'updates', 'custom'] satisfies readonly StreamMode[];

/** An error for any other mode, and for several. */
export function checkMode(mode: unknown): void {
  if (modes.includes(mode)) return;
  const found = Array.isArray(mode) ? 'a list' : `"${String(mode)}"`;
  throw new TypeError(
    `The streamMode of a graph is one of "values", "updates" and "custom", and not ${found}. Tokens come by streamEvents() or tokensOf().`,
  );
}

/** What a stream of states, or of what nodes write, makes of what happens to a thread; nothing of what they show. */
export function hears(mode: StreamMode, give: (chunk: unknown) => void): Hear | undefined {
  if (mode === 'custom') return undefined;
  return async (event, thread) => {
    if (event.type !== 'checkpoint') return;
    const { cause, lane, from, changes, seq } = event;
    if (mode === 'updates') {
      if (cause === 'done') give({ [from]: { ...writtenBy(changes), ...(await grownIn(event, thread)) } });
    } else if (lane === '' && (changes !== undefined || cause === 'start')) give((await thread.at(seq)).state);
  };
}

/** What there is now of what a checkpoint tells by how it differs. */
async function grownIn({ changes = {}, lane, seq }: Checkpoint, thread: Watched): Promise<object> {
  const keys = Object.keys(changes).filter((key) => 'patch' in (changes[key] as object));
  const at = keys.length === 0 ? undefined : (await thread.at(seq)).lanes.find((each) => each.lane === lane);
  return Object.fromEntries(keys.map((key) => [key, at?.state[key]]));
}

type Checkpoint = Extract<ThreadEvent, { type: 'checkpoint' }>;
