import { useEffect, useMemo, useState } from 'preact/hooks';
import type { GraphShown, ThreadShown } from '../../api.ts';
import { pathOf } from '../data/api.ts';
import { isOfThread, useVersion } from '../data/live.ts';
import { useLoaded } from '../data/loaded.ts';
import { useStory } from './use-story.ts';

/** All that is known of a thread, as it comes. */
export function useThread(id: string) {
  const isOf = useMemo(() => isOfThread(id), [id]);
  const version = useVersion(isOf, 250);
  const { value: shown, error, retry } = useLoaded<ThreadShown>(pathOf(['threads', id]), version);
  // It is asked for at once, and again only where the thread has come to another version than what is drawn.
  const [newer, setNewer] = useState<string>();
  const { value: graph, error: graphError } = useLoaded<GraphShown>(pathOf(['threads', id, 'graph']), newer);
  const fingerprint = shown?.thread.fingerprint;
  const isOld = graph !== undefined && fingerprint !== undefined && graph.fingerprint !== fingerprint;
  useEffect(() => {
    if (isOld) setNewer(fingerprint);
  }, [isOld, fingerprint]);
  const { story, count, error: logError } = useStory(id, shown?.thread.head);
  return { shown, graph, graphError, story, count, error, logError, retry, version };
}

export type Thread = ReturnType<typeof useThread>;
