import { useMemo } from 'preact/hooks';
import type { Question } from '../../../api.ts';
import { useMeta } from '../../data/meta.ts';
import { isOfNothing } from '../../forms/field.ts';
import { PlainForm } from '../../forms/plain-form.tsx';
import { SchemaForm } from '../../forms/schema-form.tsx';
import { signedBy } from '../../forms/signed-by.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { harmless } from '../../parts/text.ts';
import { asMeant, partNamed } from '../../values/as-sent.ts';
import { ValueTree } from '../../values/value-tree.tsx';
import { otherQuestion, takenNoMore } from './meanwhile.ts';
import { useAct, type DialogProps } from './use-act.ts';

/** Sends an event that the thread takes. */
export function SendDialog(props: DialogProps & { readonly event: string }) {
  const { event, shown, now, onClose } = props;
  const who = useMeta()?.who;
  const schema = useMemo(() => asMeant(partNamed(shown.events, event)), [shown, event]);
  const { act, isBusy, error } = useAct('send', props, `${harmless(event)} was sent.`);
  const gone = takenNoMore(event, { seen: shown.thread.head, now: now.thread });
  const form = { submit: `Send ${harmless(event)}`, isBusy, error: error ?? gone };
  return (
    <Dialog title={`Send ${harmless(event)}`} onClose={onClose}>
      {isOfNothing(schema) ? (
        <>
          <p class="quiet">It carries nothing.</p>
          <PlainForm {...form} onSubmit={() => act({ event })} />
        </>
      ) : (
        <SchemaForm
          {...form}
          schema={schema}
          value={signedBy(schema, who)}
          onSubmit={(payload) => act({ event, ...(payload !== undefined && { payload }) })}
        />
      )}
    </Dialog>
  );
}

/** Answers a question that the thread asks; what was said with it stands above. */
export function AnswerDialog(props: DialogProps & { readonly question: Question }) {
  const { question, shown, now, view, onClose } = props;
  const who = useMeta()?.who;
  const { key, lane, node } = question;
  const schema = useMemo(() => asMeant(partNamed(shown.answers, key)), [shown, key]);
  const { act, isBusy, error } = useAct('answer', props, `${harmless(key)} was answered.`);
  const { rows } = view.thread.story;
  const seen = shown.thread.head;
  const asked = rows.findLast((row) => {
    return row.seq <= seen && row.cause === 'ask' && row.label === key && row.lane === lane;
  });
  const other = otherQuestion(question, { seen, now: now.thread, rows });
  return (
    <Dialog title={`Answer ${harmless(key)}`} onClose={onClose}>
      <p class="quiet">{`Asked at ${harmless(node)}${lane === '' ? '' : ` in ${harmless(lane)}`}.`}</p>
      {asked?.note?.value !== undefined && (
        <div class="asked-payload">
          <ValueTree value={asked.note.value} depth={2} />
        </div>
      )}
      <SchemaForm
        schema={schema}
        value={signedBy(schema, who)}
        needs="value"
        submit="Answer"
        isBusy={isBusy}
        error={error}
        stopped={other && `${other} What is filled in here is not sent.`}
        onSubmit={(value) => act({ key, value, ...(lane !== '' && { lane }) })}
      />
    </Dialog>
  );
}
