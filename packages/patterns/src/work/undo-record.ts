import type { Context, SideTable } from '@cairn/core';
import { saysNothingDone } from './nothing-done.ts';
import type { ToUndo } from './undoable-options.ts';

/** What is known of something that is to be undone. */
export interface Undone {
  /** The graph that it was done in, and the name of what undoes it there. */
  readonly by: string;
  /** The version of that graph, where it has one. */
  readonly version?: string;
  readonly key: string;
  readonly lane: string;
  /** Whether its end is known, and so what it came to. */
  readonly isDone: boolean;
  readonly result?: unknown;
}

type Acting = Pick<Context, 'table' | 'write' | 'step' | 'key' | 'lane'>;

/**
 * What a thread has done that is to be undone: in a side table of the thread, so that neither a lane nor a subgraph which is cut off, nor a rewind
 * takes along what the world outside still has.
 *
 * 1. That something begins is on disk before it does.
 * 2. What it came to is there with the checkpoint that says so.
 * 3. Keys are in the order of what was done; what began and never ended is by the order in which it began.
 */
export const recordOf = ({ table }: Pick<Context, 'table'>): SideTable<Undone> => table<Undone>('cairn-undo');

/** What undoes something: the graph that did it, and the name of what undoes it there. */
export type Done = Pick<Undone, 'by' | 'version'>;

/** Does something of which it is known before that it is to be undone. `begins` has it written once for as long as the step that does it is kept. */
export async function doUndoably<Result>(
  ctx: Acting,
  { by, name, how }: { readonly by: Done; readonly name: string | undefined; readonly how: object },
  act: (key: string, done: (result: unknown) => Promise<void>) => Result | Promise<Result>,
): Promise<Result> {
  const record = recordOf(ctx);
  const about = name === undefined ? 'the node' : `"${name}"`;
  const begun = await ctx.step(
    `${about} begins`,
    async () => {
      const key = ctx.key(name);
      const at = await nextIn(record, key);
      ctx.write(record.set(at, { ...by, key, lane: ctx.lane, isDone: false }));
      return { key, at };
    },
    how,
  );
  const done = async (result: unknown): Promise<void> => {
    const at = await nextIn(record, begun.key);
    ctx.write(record.drop(begun.at), record.set(at, { ...by, key: begun.key, lane: ctx.lane, isDone: true, result }));
  };
  try {
    return await act(begun.key, done);
  } catch (error) {
    // What a step within says of itself is not said of its node.
    if (saysNothingDone(error) && !taken.has(error)) {
      taken.add(error);
      await ctx.step(`${about} did nothing`, () => ctx.write(record.drop(begun.at)));
    }
    throw error;
  }
}

/** What was said by something that did nothing, and is taken of that. */
const taken = new WeakSet<Error>();

/** A place behind all that there is. What begins or ends side by side has one number, and is told apart by its key. */
async function nextIn(record: SideTable<Undone>, key: string): Promise<string> {
  const [last] = await record.list({ lastFirst: true, limit: 1 });
  const number = last === undefined ? 1 : Number(last.key.slice(0, digits)) + 1;
  return `${String(number).padStart(digits, '0')} ${key}`;
}

const digits = 12;

/** What a lane and those that it held have to undo: what never ended first, then what was done, the last one first. */
export async function toUndoIn(
  ctx: Pick<Context, 'table' | 'lane'>,
  nameOf: (done: Undone) => Omit<ToUndo, 'at'>,
): Promise<readonly ToUndo[]> {
  const all = await recordOf(ctx).list({ lastFirst: true });
  const own = all.filter(({ value }) => ctx.lane === '' || value.lane.startsWith(`${ctx.lane}/`));
  const ordered = [...own.filter(({ value }) => !value.isDone), ...own.filter(({ value }) => value.isDone)];
  return ordered.map(({ key, value }) => ({ ...nameOf(value), at: key }));
}
