import type { Address } from './address.ts';
import { merged, readWrites, writtenWrites, type Write } from './pending.ts';
import { shortId, writesPlace } from './places.ts';
import { isWrites, type Line, type Segment } from './segment.ts';
import { hasCheckpoint, Segments } from './segments.ts';
import type { Packed } from './shapes.ts';
import type { Threads, Writing } from './threads.ts';
import type { Written } from './written.ts';

/** Writes what a task wrote to a checkpoint: into its segment or, where that is full or not there, into an item of its own. */
export async function putWrites(
  threads: Threads,
  at: Address & { readonly id: string },
  taskId: string,
  come: readonly Write[],
): Promise<void> {
  const { store } = threads;
  const [id, task] = [shortId(at.id), shortId(taskId)];
  await threads.writing(at.thread, async (known): Promise<Writing | undefined> => {
    const now = threads.now();
    const segments = new Segments(store, at, now);
    const segment = (await segments.upTo(id, 1)).find((each) => hasCheckpoint(each, id));
    if (segment !== undefined) await known.learn(store, at.ns, segment, now);
    const line = segment?.lines.filter(isWrites).find((each) => each.id === id && each.task === task);
    const item = line === undefined ? await store.item(writesPlace(at, id, task), now) : undefined;
    const found = line?.packed ?? (item && ([JSON.parse(item.body)] as Packed));
    const [before] = found === undefined ? [] : await known.texts.read(store, [found], now);
    const there = before === undefined ? [] : readWrites(taskId, before as Written);
    const all = merged(there, come);
    if (all === there) return undefined;
    const texts = await known.texts.writing(store, now);
    const written = writtenWrites(all);
    if (segment !== undefined && item === undefined) {
      const packed = texts.packed(written);
      const put = segments.withWrites(segment, linesWith(segment, { id, task, packed }));
      if (put !== undefined) return { puts: [...texts.puts(), put], written: texts.written };
    }
    const body = JSON.stringify(texts.whole(written)[0]);
    const own = { ...writesPlace(at, id, task), body, was: item?.version ?? 0 };
    const without = segment?.lines.filter((each) => each !== line);
    const rest = line && segment && without && segments.withWrites(segment, without);
    return { puts: [...texts.puts(), own, ...(rest ? [rest] : [])], written: texts.written };
  });
}

function linesWith({ lines }: Segment, line: Line & { readonly task: string }): readonly Line[] {
  const at = lines.findIndex((each) => isWrites(each) && each.id === line.id && each.task === line.task);
  return at === -1 ? [...lines, line] : lines.with(at, line);
}
