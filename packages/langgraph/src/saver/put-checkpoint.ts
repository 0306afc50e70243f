import type { Classes } from '../value/to-stored.ts';
import type { Address } from './address.ts';
import { Chain, lineOf } from './chain.ts';
import { documentOf, type Found, type Given } from './given.ts';
import type { Kept } from './kept.ts';
import { checkpointsOf, seen, shortId, tables } from './places.ts';
import { isWrites, type CheckpointLine, type Line } from './segment.ts';
import { hasCheckpoint } from './segments.ts';
import { isWhole } from './shapes.ts';
import type { TextWriting } from './texts.ts';
import type { Threads, Writing } from './threads.ts';

/** Writes a checkpoint. */
export async function putCheckpoint(threads: Threads, classes: Classes, at: Address, given: Given): Promise<void> {
  const { store } = threads;
  await threads.writing(at.thread, async (known): Promise<Writing> => {
    const now = threads.now();
    const chain = new Chain(store, known, at.ns, now);
    const id = shortId(given.checkpoint.id);
    const of = at.id === undefined ? undefined : shortId(at.id);
    const [segment] = await chain.segments.upTo(id, 1);
    if (segment !== undefined) await known.learn(store, at.ns, segment, now);
    // One that follows itself is told by nothing.
    const before = of !== undefined && of !== id ? await chain.find(of) : undefined;
    const document = documentOf(given, await foundBy(chain, of, given, before), classes);
    if (of === undefined && at.ns !== '') await known.texts.loadAll(store, now);
    const texts = await known.texts.writing(store, now);
    const { line, kept } = lineOf(checkpointsOf(at.ns) + id, { id, of }, document, { before, texts });
    if (segment !== undefined && hasCheckpoint(segment, id)) return replacing(chain, at, line, texts);
    const written = (): void => {
      texts.written();
      known.keep(kept);
    };
    return { puts: [...texts.puts(), ...(await chain.segments.withCheckpoint(line))], written };
  });
}

/** Where values of channels are found that did not change. */
async function foundBy(
  chain: Chain,
  of: string | undefined,
  { checkpoint, newVersions }: Given,
  before: Kept | undefined,
): Promise<Found> {
  const inOne = (
    { document: { c, n } }: Kept,
    channel: string,
    version: unknown,
  ): { readonly json: unknown } | undefined =>
    Object.hasOwn(c, channel) && n[channel] === version ? { json: c[channel] } : undefined;
  if (of !== undefined) return (...asked) => before && inOne(before, ...asked);
  if (Object.keys(checkpoint.channel_values).every((name) => Object.hasOwn(newVersions, name))) return () => undefined;
  // One that follows none may be a copy of another: the value of a version is the same wherever it stands.
  const all: Kept[] = [];
  for (const line of await linesOf(chain)) if (!isWrites(line)) all.push(await chain.read(line.id));
  return (...asked) => {
    for (const each of all) {
      const found = inOne(each, ...asked);
      if (found !== undefined) return found;
    }
    return 'none';
  };
}

async function linesOf(chain: Chain): Promise<readonly Line[]> {
  const segments = await chain.segments.all();
  chain.add(segments);
  return segments.flatMap(({ lines }) => lines);
}

/** One takes the place of another: those that are told by that are written whole. */
async function replacing(chain: Chain, at: Address, line: CheckpointLine, texts: TextWriting): Promise<Writing> {
  const items = await chain.segments.items();
  const lines: Line[] = [];
  for (const each of await linesOf(chain)) {
    if (isWrites(each)) lines.push(each);
    else if (each.id === line.id) lines.push(line);
    else if (each.of !== line.id || isWhole(each.packed)) lines.push(each);
    else lines.push({ ...each, packed: texts.packed((await chain.read(each.id)).document) });
  }
  const asked = seen(tables.checkpoints, at.thread, checkpointsOf(at.ns), items);
  return { puts: [asked, ...chain.segments.anew(lines), ...texts.puts()], takes: true };
}
