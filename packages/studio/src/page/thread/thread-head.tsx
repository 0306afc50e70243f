import { statesText } from '@cairn/drawing/words';
import type { ComponentChildren } from 'preact';
import type { ThreadShown } from '../../api.ts';
import { graphAddress, threadAddress } from '../data/address.ts';
import { Ago } from '../parts/ago.tsx';
import { Name } from '../parts/name.tsx';
import { StatusBadge } from '../parts/status-badge.tsx';
import { counted, harmless } from '../parts/text.ts';
import { Way } from '../parts/way.tsx';

/** What the thread is and where it stands; `children` say what can be done with it. */
export function ThreadHead({
  shown,
  children,
}: {
  readonly shown: ThreadShown;
  readonly children?: ComponentChildren;
}) {
  const { thread } = shown;
  return (
    <header class="thread-head">
      <div class="thread-title">
        <h1>
          <Name value={thread.id} copies="Thread" />
        </h1>
        <StatusBadge status={thread.status} />
        <Way to={graphAddress(thread.graph)}>{harmless(thread.graph)}</Way>
        {thread.tags.map((tag) => (
          <span key={tag} class="tag" title={harmless(tag)}>
            {harmless(tag)}
          </span>
        ))}
        {children}
      </div>
      <Standing shown={shown} />
    </header>
  );
}

/** Where it is, what it waits for and until when, and where it came from. */
function Standing({ shown }: { readonly shown: ThreadShown }) {
  const { thread, queued, refused, within } = shown;
  const { summary, origin, due } = thread;
  const places = summary?.at ?? [];
  return (
    <p class="thread-standing">
      {summary?.outcome !== undefined && <span>{`ended at ${harmless(summary.outcome)}`}</span>}
      {summary?.reason !== undefined && <span>{`cancelled: ${harmless(summary.reason)}`}</span>}
      {summary?.outcome === undefined && places.length > 0 && <span>{`at ${placesText(places, within)}`}</span>}
      {thread.at !== undefined && <span>{`at ${harmless(thread.at)}`}</span>}
      {(summary?.failed ?? []).map((failed) => (
        <span key={failed.lane} class="failed-words">{`${harmless(failed.node)}: ${harmless(failed.message)}`}</span>
      ))}
      {(summary?.events ?? []).length > 0 && (
        <span>{`takes ${(summary?.events ?? []).map((name) => harmless(name)).join(', ')}`}</span>
      )}
      {(summary?.questions ?? []).length > 0 && (
        <span>{`asks ${summary?.questions?.map(({ key }) => harmless(key)).join(', ')}`}</span>
      )}
      {due !== null && (
        <span>
          goes on by itself <Ago at={due} />
        </span>
      )}
      {queued.length > 0 && <span>{`${counted(queued.length, 'message')} queued`}</span>}
      {refused.length > 0 && <span class="failed-words">{`${counted(refused.length, 'message')} refused`}</span>}
      {origin !== null && (
        <span>
          forked from{' '}
          <Way
            to={threadAddress(origin.thread, { at: origin.seq })}
            isTold
          >{`${harmless(origin.thread)}@${origin.seq}`}</Way>
        </span>
      )}
      <span>
        updated <Ago at={thread.updated} />
      </span>
    </p>
  );
}

/** So many places are named. */
const mostPlaces = 6;

/** The nodes that lanes are at, and the states that those are in: `machine (in cart, off), machine (in paid)`. */
function placesText(
  places: readonly { readonly lane: string; readonly node: string }[],
  within: ThreadShown['within'],
): string {
  const states = new Map(within.map((each) => [each.lane, each.states]));
  const words = places.map(({ lane, node }) => {
    const inside = states.get(lane);
    return harmless(inside === undefined ? node : `${node} (${statesText(inside)})`);
  });
  const told = [...new Set(words)];
  const rest = told.length - mostPlaces;
  return rest > 0 ? `${told.slice(0, mostPlaces).join(', ')} and ${rest} more` : told.join(', ');
}
