import { useMemo, useState } from 'preact/hooks';
import { useLocation } from 'wouter';
import type { Actions, LogRow, ThreadShown } from '../../../api.ts';
import { threadAddress } from '../../data/address.ts';
import { pathOf } from '../../data/api.ts';
import { useLoaded } from '../../data/loaded.ts';
import { PlainForm } from '../../forms/plain-form.tsx';
import { SchemaForm } from '../../forms/schema-form.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Loading } from '../../parts/states.tsx';
import { harmless } from '../../parts/text.ts';
import { ValueTree } from '../../values/value-tree.tsx';
import { causeText, laneText } from '../row-words.ts';
import type { View } from '../view.ts';
import { updateSchema } from './state-schema.ts';
import { useAct, type DialogProps } from './use-act.ts';

type Asked = Actions['fork'];

/** How the fork is otherwise. */
type How = 'same' | 'set' | 'result';

const hows: readonly (readonly [How, string])[] = [
  ['same', 'as it was'],
  ['set', 'with another state'],
  ['result', 'with one result replaced'],
];

/** A new thread that shares the past up to the checkpoint and goes on from there; this one stays as it is. */
export function ForkDialog(props: DialogProps) {
  const { view, onClose } = props;
  const [id, setId] = useState('');
  const [how, setHow] = useState<How>('same');
  const [recorded, setRecorded] = useState(false);
  const [, leave] = useLocation();
  const { act, isBusy, error, clear } = useAct('fork', props, 'It was forked.');
  const fork = (some: Partial<Asked>): void =>
    act(
      { seq: view.at, ...(id.trim() !== '' && { id: id.trim() }), ...(recorded && { recorded }), ...some },
      ({ thread }) => leave(threadAddress(thread.id, { view: 'branches' })),
    );
  const form = { isBusy, error, submit: 'Fork' };
  return (
    <Dialog title={`Fork from @${view.at}`} kind="wide" onClose={onClose}>
      <p class="quiet">A new thread shares what happened up to here and goes on from it. This one stays as it is.</p>
      <div class="fork-options">
        <label class="asked">
          <span class="asked-name">
            Id<span class="asked-optional"> (optional: one is made where it is empty)</span>
          </span>
          <input class="field mono" value={id} onInput={({ currentTarget }) => (clear(), setId(currentTarget.value))} />
        </label>
        <fieldset class="asked">
          <legend class="asked-name">It goes on</legend>
          <div class="one-of">
            {hows.map(([value, word]) => (
              <label key={value} class="one">
                <input type="radio" name="fork-how" checked={how === value} onChange={() => setHow(value)} />
                {word}
              </label>
            ))}
          </div>
        </fieldset>
        <label class="one">
          <input
            type="checkbox"
            checked={recorded}
            onChange={({ currentTarget }) => setRecorded(currentTarget.checked)}
          />
          Use what was recorded after the checkpoint, and run only what was not
        </label>
      </div>
      {how === 'same' && <PlainForm key="same" {...form} onSubmit={() => fork({})} />}
      {how === 'set' && <SetForm view={view} form={form} onFork={fork} />}
      {how === 'result' && <ResultForm view={view} form={form} onFork={fork} />}
    </Dialog>
  );
}

interface FormProps {
  readonly view: View;
  readonly form: { readonly isBusy: boolean; readonly error: string | undefined; readonly submit: string };
  readonly onFork: (some: Partial<Asked>) => void;
}

function SetForm({ view, form, onFork }: FormProps) {
  const { id, at, thread } = view;
  const { value, error } = useLoaded<ThreadShown>(pathOf(['threads', id], { at }));
  const { graph, graphError } = thread;
  const state = value?.checkpoint.state;
  const schema = useMemo(() => updateSchema(graph?.plan, '', state), [graph, state]);
  const isThere = (graph ?? graphError) !== undefined && (value ?? error) !== undefined;
  if (!isThere) return <Loading lines={4} what="Loading what it takes" />;
  return (
    <div class="two-sides">
      <SchemaForm
        key="set"
        schema={schema}
        needs="update"
        {...form}
        onSubmit={(set) => onFork({ set: set as Record<string, unknown> })}
      />
      <section>
        <h3>{`At @${at}`}</h3>
        <ValueTree value={state ?? {}} />
      </section>
    </div>
  );
}

/** Activities that ended after the checkpoint, of which one is said to have given something else. */
function ResultForm({ view, form, onFork }: FormProps) {
  const { story, count, shown, logError } = view.thread;
  const results = useMemo(
    () => story.rows.filter((row) => row.seq > view.at && isResult(row)).slice(0, 200),
    [story, count, view.at],
  );
  const [chosen, setSeq] = useState<number>();
  const seq = chosen ?? results[0]?.seq;
  if (results.length === 0 && logError === undefined && story.last < (shown?.thread.head ?? 0))
    return <Loading lines={4} what="Loading the log" />;
  if (results.length === 0) return <p class="quiet">No activity ended after this checkpoint. Choose an earlier one.</p>;
  return (
    <>
      <label class="asked">
        <span class="asked-name">Result</span>
        <select class="field" value={String(seq)} onChange={({ currentTarget }) => setSeq(Number(currentTarget.value))}>
          {results.map((row) => (
            <option key={row.seq} value={String(row.seq)}>
              {`@${row.seq} ${harmless(row.from)}, ${causeText(row)}${row.lane === '' ? '' : `, ${laneText(row.lane)}`}`}
            </option>
          ))}
        </select>
      </label>
      <SchemaForm
        key="result"
        needs="value"
        {...form}
        onSubmit={(value) => onFork({ results: { [String(seq)]: value } })}
      />
    </>
  );
}

function isResult({ cause, note }: LogRow): boolean {
  return cause === 'attempt' || (cause === 'done' && note?.sent === undefined);
}
