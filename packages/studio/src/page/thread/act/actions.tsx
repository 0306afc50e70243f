import { useState } from 'preact/hooks';
import type { Question, ThreadShown } from '../../../api.ts';
import { Menu, type MenuItem } from '../../parts/menu.tsx';
import { harmless } from '../../parts/text.ts';
import type { View } from '../view.ts';
import { AnswerDialog, SendDialog } from './send-dialogs.tsx';
import { EditDialog } from './edit-dialog.tsx';
import { ForkDialog } from './fork-dialog.tsx';
import { CancelDialog, ResumeDialog, RewindDialog } from './plain-dialogs.tsx';
import type { DialogProps } from './use-act.ts';

/** What somebody is about to do. */
type Act =
  | { readonly kind: 'send'; readonly event: string }
  | { readonly kind: 'answer'; readonly question: Question }
  | { readonly kind: 'edit' | 'resume' | 'cancel' | 'rewind' | 'fork' };

/** So many events have a button of their own. */
const few = 2;

/** What can be done with the thread: what it waits for as buttons, the rest in a menu. */
export function Actions({ view, shown }: { readonly view: View; readonly shown: ThreadShown }) {
  // What a dialog is about stays as it was when it was opened, though the thread goes on: what is filled in is not lost.
  const [chosen, setChosen] = useState<Omit<ChosenProps, 'onClose' | 'now'>>();
  const setAct = (act: Act): void => setChosen({ act, view, shown });
  const { may, thread } = shown;
  if (!may.act) {
    return (
      <span class="actions quiet" title={may.why}>
        {may.why ?? 'Read only'}
      </span>
    );
  }
  const events = thread.summary?.events ?? [];
  const questions = (thread.summary?.questions ?? []).filter(({ child }) => child === undefined);
  return (
    <div class="actions">
      {questions.slice(0, few).map((question) => (
        <button
          key={question.key}
          type="button"
          class="button primary"
          onClick={() => setAct({ kind: 'answer', question })}
        >
          {`Answer ${harmless(question.key)}…`}
        </button>
      ))}
      {events.slice(0, few).map((event) => (
        <button key={event} type="button" class="button primary" onClick={() => setAct({ kind: 'send', event })}>
          {`Send ${harmless(event)}…`}
        </button>
      ))}
      {thread.status === 'failed' && (
        <button type="button" class="button primary" onClick={() => setAct({ kind: 'resume' })}>
          Resume…
        </button>
      )}
      <button type="button" class="button" onClick={() => setAct({ kind: 'fork' })}>
        {`Fork from @${view.at}…`}
      </button>
      <Menu label="More" items={itemsOf(view, shown, setAct)} />
      {chosen !== undefined && (
        <Chosen {...chosen} view={withWhatCame(chosen.view, view)} now={shown} onClose={() => setChosen(undefined)} />
      )}
    </div>
  );
}

/** What a dialog is about, with what was not there yet when it was opened: the graph, and rows of the log. */
function withWhatCame(opened: View, { thread: { graph, graphError, story, count, logError } }: View): View {
  const came = { graph: opened.thread.graph ?? graph, graphError, story, count, logError };
  return { ...opened, thread: { ...opened.thread, ...came } };
}

function itemsOf(view: View, { thread }: ThreadShown, setAct: (act: Act) => void): readonly MenuItem[] {
  const { summary, status, head } = thread;
  const isOver = status === 'done' || status === 'cancelled';
  const others = (summary?.events ?? []).slice(few).map((event) => {
    return { label: `Send ${harmless(event)}…`, run: () => setAct({ kind: 'send', event }) };
  });
  const questions = (summary?.questions ?? []).filter(({ child }) => child === undefined).slice(few);
  return [
    ...questions.map((question) => {
      return { label: `Answer ${harmless(question.key)}…`, run: () => setAct({ kind: 'answer', question }) };
    }),
    ...others,
    { label: 'Edit the state…', run: () => setAct({ kind: 'edit' }) },
    { label: `Rewind to @${view.at}…`, run: () => setAct({ kind: 'rewind' }), isDisabled: view.at >= head },
    { label: 'Resume…', run: () => setAct({ kind: 'resume' }), isDisabled: status !== 'failed' },
    { label: 'Cancel…', run: () => setAct({ kind: 'cancel' }), isDisabled: isOver },
  ];
}

interface ChosenProps extends DialogProps {
  readonly act: Act;
}

function Chosen({ act, ...rest }: ChosenProps) {
  switch (act.kind) {
    case 'send':
      return <SendDialog {...rest} event={act.event} />;
    case 'answer':
      return <AnswerDialog {...rest} question={act.question} />;
    case 'edit':
      return <EditDialog {...rest} />;
    case 'resume':
      return <ResumeDialog {...rest} />;
    case 'cancel':
      return <CancelDialog {...rest} />;
    case 'rewind':
      return <RewindDialog {...rest} />;
    case 'fork':
      return <ForkDialog {...rest} />;
  }
}
