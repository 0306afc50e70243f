import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ThreadShown } from '../../api.ts';
import { useMedia } from '../parts/media.ts';
import { announce } from '../parts/notice.tsx';
import { Failure, Loading } from '../parts/states.tsx';
import { TabPanel, Tabs } from '../parts/tabs.tsx';
import { Inspector } from './inspect/inspector.tsx';
import { Lower } from './lower/lower.tsx';
import { Scrubber } from './scrubber.tsx';
import { ThreadHead } from './thread-head.tsx';
import { useKeys } from './use-keys.ts';
import { usePlace } from './use-place.ts';
import { useThread } from './use-thread.ts';
import type { View } from './view.ts';
import { WalkedGraph } from './walked-graph.tsx';

/** What can be done with a thread. */
type Acts = ComponentType<{ readonly view: View; readonly shown: ThreadShown }>;

/** A thread at a checkpoint: one selection, which the address names, is what all of the screen shows. Without `acts` nothing is done. */
export function ThreadScreen({ id, acts: Acts }: { readonly id: string; readonly acts?: Acts }) {
  const thread = useThread(id);
  const [place, go] = usePlace();
  const { shown, error, retry, story } = thread;
  const head = shown?.thread.head ?? 1;
  const at = Math.min(Math.max(place.at ?? head, story.first), Math.max(head, 1));
  const view = { id, thread, place, at, go };
  useKeys(view);
  useEffect(() => {
    document.title = `${id} · Cairn Studio`;
  }, [id]);
  const status = shown?.thread.status;
  useEffect(() => {
    if (status !== undefined) announce(`Thread ${id} is ${status}`);
  }, [status, id]);
  if (shown === undefined) {
    return (
      <>
        <h1>{id}</h1>
        {error === undefined ? (
          <Loading lines={8} what={`Loading thread ${id}`} />
        ) : (
          <Failure what={`Thread ${id} cannot be shown`} error={error} retry={retry} />
        )}
      </>
    );
  }
  return (
    <div class="thread">
      <ThreadHead shown={shown}>{Acts !== undefined && <Acts view={view} shown={shown} />}</ThreadHead>
      <Body view={view} />
    </div>
  );
}

const narrowTabs = [
  { id: 'graph', label: 'Graph' },
  { id: 'checkpoint', label: 'Checkpoint' },
  { id: 'log', label: 'Log' },
] as const;

/** The part that shows what an address names beyond the checkpoint. */
function partOf({ view, node }: View['place']): (typeof narrowTabs)[number]['id'] {
  if (view !== 'log') return 'log';
  return node === undefined ? 'checkpoint' : 'graph';
}

/** Side by side where there is room; else one of three at a time, below the slider. */
function Body({ view }: { readonly view: View }) {
  const isNarrow = useMedia('(width < 900px)');
  const [part, setPart] = useState(() => partOf(view.place));
  if (!isNarrow) {
    return (
      <>
        <div class="thread-upper">
          <WalkedGraph view={view} />
          <Inspector view={view} />
        </div>
        <Scrubber view={view} />
        <Lower view={view} />
      </>
    );
  }
  return (
    <>
      <Scrubber view={view} />
      <Tabs name="part" label="Parts of the thread" tabs={narrowTabs} selected={part} onSelect={setPart} />
      <TabPanel name="part" selected={part}>
        {part === 'graph' && <WalkedGraph view={view} />}
        {part === 'checkpoint' && <Inspector view={view} />}
        {part === 'log' && <Lower view={view} />}
      </TabPanel>
    </>
  );
}
