import { useEffect, useRef, useState } from 'preact/hooks';
import type { LogPage, ThreadShown } from '../../api.ts';
import { get, pathOf } from '../data/api.ts';
import { Story } from './story.ts';

/** So many rows are asked for first, and then at once: the first are there soon, and of most threads they are all. */
const firstPage = 1_000;
const nextPages = 8_000;

/** A story, and how far it is told; the number is another whenever rows came. */
export interface Told {
  readonly story: Story;
  readonly count: number;
  readonly error?: Error;
}

/** The reading of one thread's rows. */
interface Reading {
  readonly id: string;
  readonly ends: AbortController;
  /** The newest checkpoint that is known of. */
  head: number;
  story: Story | undefined;
  isBusy: boolean;
}

/** The rows of a thread, page by page, the oldest first; those that came stay, and later ones are added as `head` grows. */
export function useStory(id: string, head: number | undefined): Told {
  const reading = useRef<Reading | undefined>(undefined);
  const [told, setTold] = useState<Told>({ story: new Story(), count: 0 });
  useEffect(() => {
    const mine: Reading = { id, ends: new AbortController(), head: 1, story: undefined, isBusy: false };
    reading.current = mine;
    return () => mine.ends.abort();
  }, [id]);
  useEffect(() => {
    const mine = reading.current;
    if (mine === undefined) return;
    mine.head = Math.max(mine.head, head ?? 1);
    if (mine.isBusy) return;
    mine.isBusy = true;
    readOn(mine, setTold)
      .catch((error: Error) => {
        if (!mine.ends.signal.aborted) setTold((before) => ({ ...before, error }));
      })
      .finally(() => {
        mine.isBusy = false;
      });
  }, [id, head]);
  const isOfThis = told.count === 0 || told.story === reading.current?.story;
  return isOfThis ? told : { story: new Story(), count: 0 };
}

async function readOn(mine: Reading, tell: (told: Told) => void): Promise<void> {
  const { id, ends } = mine;
  while ((mine.story?.last ?? 0) < mine.head) {
    const asked = mine.story === undefined ? { limit: firstPage } : { from: mine.story.last + 1, limit: nextPages };
    const page = await get<LogPage>(pathOf(['threads', id, 'log'], asked), ends.signal);
    mine.head = Math.max(mine.head, page.head);
    if (page.rows.length === 0) return;
    mine.story ??= await begun(id, page, ends.signal);
    mine.story.take(page.rows);
    if (!ends.signal.aborted) tell({ story: mine.story, count: mine.story.rows.length });
  }
}

/** A story whose first rows may have been cut: then it begins with the lanes that there were. */
async function begun(id: string, { rows }: LogPage, signal: AbortSignal): Promise<Story> {
  const first = rows[0]?.seq ?? 1;
  if (first === 1) return new Story();
  const { checkpoint } = await get<ThreadShown>(pathOf(['threads', id], { at: first }), signal);
  return new Story(checkpoint.lanes);
}
