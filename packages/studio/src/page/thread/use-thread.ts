import { useMemo } from 'preact/hooks';
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
  const { value: graph, error: graphError } = useLoaded<GraphShown>(
    pathOf(['threads', id, 'graph']),
    shown?.thread.fingerprint,
  );
  const { story, count, error: logError } = useStory(id, shown?.thread.head);
  return { shown, graph, graphError, story, count, error, logError, retry, version };
}

export type Thread = ReturnType<typeof useThread>;
