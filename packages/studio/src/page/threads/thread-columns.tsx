import type { ThreadListed } from '../../api.ts';
import { serverNow } from '../data/clock.ts';
import { graphAddress, threadAddress } from '../data/address.ts';
import { Ago } from '../parts/ago.tsx';
import type { Column } from '../parts/data-table.tsx';
import { Name } from '../parts/name.tsx';
import { standingOf } from '../parts/standing.ts';
import { StatusBadge, StatusSign } from '../parts/status-badge.tsx';
import { harmless, oneLine } from '../parts/text.ts';
import { excerptOf } from './excerpt.ts';

/** Which threads are chosen, and how that changes. */
export interface Choice {
  readonly chosen: ReadonlySet<string>;
  readonly toggle: (id: string) => void;
  readonly toggleAll: () => void;
  readonly areAll: boolean;
}

/** The columns of the list of threads; `sought` is the text that they were searched for. */
export function threadColumns(
  { chosen, toggle, toggleAll, areAll }: Choice,
  isNarrow: boolean,
  sought: string,
): readonly Column<ThreadListed>[] {
  return [
    {
      id: 'choice',
      title: <input type="checkbox" aria-label="Choose all that are loaded" checked={areAll} onChange={toggleAll} />,
      width: '40px',
      cell: ({ id }) => (
        <input
          type="checkbox"
          aria-label={`Choose ${oneLine(id)}`}
          checked={chosen.has(id)}
          onChange={() => toggle(id)}
        />
      ),
    },
    {
      id: 'status',
      title: 'Status',
      width: '108px',
      isWideOnly: true,
      cell: ({ status }) => <StatusBadge status={status} />,
    },
    {
      id: 'thread',
      title: 'Thread',
      ...(!isNarrow && { width: '20%' }),
      cell: (thread) => <ThreadCell thread={thread} sought={sought} isNarrow={isNarrow} />,
    },
    {
      id: 'graph',
      title: 'Graph',
      width: '11%',
      isWideOnly: true,
      cell: ({ graph }) => <Name value={graph} to={graphAddress(graph)} />,
    },
    { id: 'where', title: 'At', width: '11%', isWideOnly: true, cell: (thread) => <Where thread={thread} /> },
    {
      id: 'why',
      title: 'Waits for, or came to',
      isWideOnly: true,
      cell: (thread) => <Why thread={thread} sought={sought} />,
    },
    { id: 'tags', title: 'Tags', width: '15%', isWideOnly: true, cell: ({ tags }) => <Tags tags={tags} /> },
    {
      id: 'updated',
      title: 'Changed',
      width: '92px',
      isNumber: true,
      isWideOnly: true,
      cell: ({ updated }) => <Ago at={updated} />,
    },
  ];
}

function ThreadCell({
  thread,
  sought,
  isNarrow,
}: {
  readonly thread: ThreadListed;
  readonly sought: string;
  readonly isNarrow: boolean;
}) {
  const { id, status, match } = thread;
  const { where, why, until } = standingOf(thread);
  const isTold = match !== undefined || why !== '' || until !== undefined;
  const name = <Name value={id} to={threadAddress(id, { at: match?.seq })} copies="Id" />;
  if (!isNarrow) return name;
  return (
    <div class="thread-narrow">
      <span class="thread-first">
        <StatusSign status={status} />
        {name}
        <span class="quiet">
          <Ago at={thread.updated} />
        </span>
      </span>
      <span class="thread-second quiet">
        <span class="unseen">{status}, </span>
        {oneLine(thread.graph)}
        {(isTold || where.length > 0) && <span aria-hidden="true"> · </span>}
        {isTold ? <Why thread={thread} sought={sought} /> : oneLine(where.join(', '))}
      </span>
    </div>
  );
}

function Where({ thread }: { readonly thread: ThreadListed }) {
  const { where } = standingOf(thread);
  const text = oneLine(where.join(', '));
  return (
    <span class="mono" title={text}>
      {text}
    </span>
  );
}

/** Why a thread is as it is: what it waits for and until when, or what came of it; of one that was searched, where the text is. */
function Why({ thread, sought }: { readonly thread: ThreadListed; readonly sought: string }) {
  const { why, until, isTrouble } = standingOf(thread);
  if (thread.match !== undefined) {
    const { before, found, after } = excerptOf(thread.match.excerpt, sought);
    return (
      <span title={oneLine(thread.match.excerpt)}>
        <span class="quiet">@{thread.match.seq}</span> {harmless(before)}
        <mark>{harmless(found)}</mark>
        {harmless(after)}
      </span>
    );
  }
  const text = oneLine(why);
  return (
    <span title={text} class={isTrouble ? 'trouble' : undefined}>
      {until !== undefined && (
        <span class="until">
          {until < serverNow() && 'due '}
          <Ago at={until} />
        </span>
      )}
      {text}
    </span>
  );
}

function Tags({ tags }: { readonly tags: readonly string[] }) {
  return (
    <span class="tags" title={oneLine(tags.join(', '))}>
      {tags.map((tag) => (
        <span key={tag} class="tag">
          {oneLine(tag)}
        </span>
      ))}
    </span>
  );
}
