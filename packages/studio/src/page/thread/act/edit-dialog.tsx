import { useMemo, useState } from 'preact/hooks';
import { SchemaForm } from '../../forms/schema-form.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Loading } from '../../parts/states.tsx';
import { harmless } from '../../parts/text.ts';
import { ValueTree } from '../../values/value-tree.tsx';
import { laneText } from '../row-words.ts';
import { updateSchema } from './state-schema.ts';
import { useAct, type DialogProps } from './use-act.ts';

/** Changes the state of a lane, as a node would. */
export function EditDialog(props: DialogProps) {
  const { view, shown, onClose } = props;
  const { lanes } = shown.checkpoint;
  const [path, setPath] = useState('');
  const lane = lanes.find((each) => each.lane === path) ?? lanes[0];
  const { act, isBusy, error } = useAct('edit', props, 'The state was edited.');
  const { graph, graphError } = view.thread;
  const plan = graph?.plan;
  const schema = useMemo(() => updateSchema(plan, lane?.graph ?? '', lane?.state), [plan, lane]);
  return (
    <Dialog title="Edit the state" kind="wide" onClose={onClose}>
      <p class="quiet">
        Give what is to change; the rest stays. It is checked as an update of a node is, and kept as a checkpoint.
      </p>
      {lanes.length > 1 && (
        <label class="asked">
          <span class="asked-name">Lane</span>
          <select class="field" value={path} onChange={({ currentTarget }) => setPath(currentTarget.value)}>
            {lanes.map((each) => (
              <option key={each.lane} value={each.lane}>{`${laneText(each.lane)}: ${harmless(each.node)}`}</option>
            ))}
          </select>
        </label>
      )}
      <div class="two-sides">
        {graph === undefined && graphError === undefined ? (
          <Loading lines={4} what="Loading what it takes" />
        ) : (
          <SchemaForm
            key={path}
            schema={schema}
            needs="update"
            submit="Edit"
            isBusy={isBusy}
            error={error}
            onSubmit={(update) =>
              act({ update: update as Record<string, unknown>, ...(path !== '' && { lane: path }) })
            }
          />
        )}
        <section>
          <h3>As it is</h3>
          <ValueTree value={lane?.state ?? {}} />
        </section>
      </div>
    </Dialog>
  );
}
