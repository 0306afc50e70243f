import { useState } from 'preact/hooks';
import { useLocation } from 'wouter';
import { useMeta } from '../data/meta.ts';
import { addressWith } from '../data/address.ts';
import { counted } from '../parts/text.ts';
import { copy } from '../parts/copied.ts';
import { BulkDialog, type BulkAction } from './bulk-dialog.tsx';

const actions: readonly { readonly action: BulkAction; readonly label: string }[] = [
  { action: 'resume', label: 'Resume…' },
  { action: 'tag', label: 'Tag…' },
  { action: 'cancel', label: 'Cancel…' },
  { action: 'delete', label: 'Delete…' },
];

/** What can be done with the threads that are chosen. */
export function BulkBar({ chosen, onClear }: { readonly chosen: ReadonlySet<string>; readonly onClear: () => void }) {
  const meta = useMeta();
  const [, go] = useLocation();
  const [open, setOpen] = useState<BulkAction>();
  const ids = [...chosen];
  const [first, second] = ids;
  return (
    <div class="bulk" role="group" aria-label="Threads that are chosen">
      <span>{counted(ids.length, 'thread')} chosen</span>
      {ids.length === 2 && first !== undefined && second !== undefined && (
        <button
          type="button"
          class="button"
          onClick={() => go(addressWith('/compare', new URLSearchParams(), { a: first, b: second }))}
        >
          Compare
        </button>
      )}
      {meta?.acts === true &&
        actions.map(({ action, label }) => (
          <button key={action} type="button" class="button" onClick={() => setOpen(action)}>
            {label}
          </button>
        ))}
      <button type="button" class="button" onClick={() => void copy(ids.join('\n'), 'Ids')}>
        Copy ids
      </button>
      <button type="button" class="button" onClick={onClear}>
        Choose none
      </button>
      {open !== undefined && (
        <BulkDialog action={open} threads={ids} onClose={() => setOpen(undefined)} onDone={onClear} />
      )}
    </div>
  );
}
