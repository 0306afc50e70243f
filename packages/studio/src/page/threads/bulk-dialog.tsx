import { useEffect, useId, useState } from 'preact/hooks';
import type { BulkAsked, BulkDone } from '../../api.ts';
import { post } from '../data/api.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Foot } from '../parts/foot.tsx';
import { notify } from '../parts/notice.tsx';
import { Failure, Loading } from '../parts/states.tsx';
import { counted, oneLine } from '../parts/text.ts';
import { inBatches } from './in-batches.ts';

export type BulkAction = BulkAsked['action'];

/** What each does, to how many. */
const words: Readonly<Record<BulkAction, { readonly title: string; readonly will: string; readonly did: string }>> = {
  cancel: { title: 'Cancel threads', will: 'Cancel', did: 'cancelled' },
  resume: { title: 'Resume threads', will: 'Resume', did: 'resumed' },
  tag: { title: 'Tag threads', will: 'Tag', did: 'tagged' },
  delete: { title: 'Delete threads', will: 'Delete', did: 'deleted' },
};

/** Does the same to many threads, after it was shown to which it can be done. */
export function BulkDialog({
  action,
  threads,
  onClose,
  onDone,
}: {
  readonly action: BulkAction;
  readonly threads: readonly string[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const [more, setMore] = useState<Pick<BulkAsked, 'reason' | 'add' | 'remove'>>({});
  const [preview, setPreview] = useState<BulkDone>();
  const [error, setError] = useState<Error>();
  const [isBusy, setBusy] = useState(false);
  const id = useId();
  const { title, will, did } = words[action];
  useEffect(() => {
    let isOver = false;
    inBatches(threads, (batch) =>
      post<BulkDone>('bulk', { action, threads: batch, dryRun: true } satisfies BulkAsked),
    ).then(
      (shown) => !isOver && setPreview(shown),
      (refusal: Error) => !isOver && setError(refusal),
    );
    return () => {
      isOver = true;
    };
  }, []);
  const act = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      const { done, refused } = await inBatches(preview?.done ?? [], (batch) =>
        post<BulkDone>('bulk', { ...more, action, threads: batch }),
      );
      notify(`${counted(done.length, 'thread')} ${did}${refused.length > 0 ? `, ${refused.length} refused` : ''}.`);
      onDone();
      onClose();
    } catch (refusal) {
      setError(refusal as Error);
    }
    setBusy(false);
  };
  const count = preview?.done.length ?? 0;
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        id={id}
        class="bulk-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (count > 0 && !isBusy) void act();
        }}
      >
        {preview === undefined && error === undefined && <Loading what="Looking what would be done" />}
        {preview !== undefined && <Preview preview={preview} did={did} />}
        <MoreFields action={action} more={more} onChange={setMore} />
        {error !== undefined && <Failure what="Nothing more was done" error={error} />}
        <Foot>
          <div class="dialog-buttons">
            <button type="button" class="button" onClick={onClose}>
              Close
            </button>
            <button
              type="submit"
              form={id}
              class={action === 'delete' || action === 'cancel' ? 'button danger' : 'button primary'}
              disabled={count === 0 || isBusy}
            >
              {will} {counted(count, 'thread')}
            </button>
          </div>
        </Foot>
      </form>
    </Dialog>
  );
}

/** So many are listed that it would be done to. */
const listed = 200;

/** What would be done, and what would not and why. */
function Preview({ preview: { done, refused }, did }: { readonly preview: BulkDone; readonly did: string }) {
  return (
    <>
      <p>
        {counted(done.length, 'thread')} would be {did}
        {refused.length > 0
          ? `, ${refused.length} would be left as ${refused.length === 1 ? 'it is' : 'they are'}:`
          : '.'}
      </p>
      {done.length > 0 && (
        <details>
          <summary>Which</summary>
          <ul class="refused" tabIndex={0}>
            {done.slice(0, listed).map((thread) => (
              <li key={thread} class="mono">
                {oneLine(thread)}
              </li>
            ))}
            {done.length > listed && <li>and {counted(done.length - listed, 'other')}</li>}
          </ul>
        </details>
      )}
      {refused.length > 0 && (
        <ul class="refused" tabIndex={0}>
          {refused.map(({ thread, message }) => (
            <li key={thread}>
              {!message.includes(`"${thread}"`) && (
                <>
                  <span class="mono">{oneLine(thread)}</span>{' '}
                </>
              )}
              {oneLine(message)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

interface MoreProps {
  readonly action: BulkAction;
  readonly more: Pick<BulkAsked, 'reason' | 'add' | 'remove'>;
  readonly onChange: (more: Pick<BulkAsked, 'reason' | 'add' | 'remove'>) => void;
}

/** What an action takes beside its threads. */
function MoreFields({ action, more, onChange }: MoreProps) {
  if (action === 'cancel')
    return (
      <label class="asked">
        <span class="asked-name">
          Reason<span class="asked-optional"> (optional)</span>
        </span>
        <input
          class="field"
          value={more.reason ?? ''}
          onInput={({ currentTarget }) => onChange({ ...more, reason: currentTarget.value })}
        />
      </label>
    );
  if (action !== 'tag') return null;
  const tagsOf = (text: string): readonly string[] => text.split(/\s+/u).filter((tag) => tag !== '');
  return (
    <>
      <label class="labelled">
        Tags to add, a space between them
        <input class="field" onInput={({ currentTarget }) => onChange({ ...more, add: tagsOf(currentTarget.value) })} />
      </label>
      <label class="labelled">
        Tags to remove, a space between them
        <input
          class="field"
          onInput={({ currentTarget }) => onChange({ ...more, remove: tagsOf(currentTarget.value) })}
        />
      </label>
    </>
  );
}
