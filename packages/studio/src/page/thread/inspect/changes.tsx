import type { DiffShown } from '../../../api.ts';
import { pathOf } from '../../data/api.ts';
import { Empty, Failure, Loading } from '../../parts/states.tsx';
import type { View } from '../view.ts';
import { useHeld, useSettled } from '../use-settled.ts';
import { Differences } from './differences.tsx';

/** What the checkpoint changed: where lanes went, and what of their state is another. */
export function Changes({ view }: { readonly view: View }) {
  const { id, at, thread, go } = view;
  const asked = useSettled(at);
  const { value, error, isOld } = useHeld<DiffShown>(pathOf(['threads', id, 'diff'], { at: asked }));
  const row = thread.story.row(at);
  return (
    <div aria-busy={isOld || asked !== at}>
      {row !== undefined && <p class="sentence">{row.text}</p>}
      {row?.note?.failure !== undefined && (
        <p class="failure-line">
          {`${row.note.failure.name}: ${row.note.failure.message}`}{' '}
          <button type="button" class="flat" onClick={() => go({ tab: 'results' })}>
            All attempts
          </button>
        </p>
      )}
      {error !== undefined && <Failure what="What it changed cannot be told" error={error} />}
      {value === undefined && error === undefined && <Loading lines={4} what="Loading what it changed" />}
      {value !== undefined && value.lanes.length === 0 && (
        <Empty title="It changed no state">
          <p>What was recorded with it is under Results, and why it was made under Why.</p>
        </Empty>
      )}
      {value !== undefined && (
        <Differences of={value} onPick={(lane, blame) => go({ tab: 'state', lane, blame: [...blame] })} />
      )}
    </div>
  );
}
