import { useState } from 'preact/hooks';
import { Dialog } from '../../parts/dialog.tsx';
import { harmless } from '../../parts/text.ts';
import { Confirm } from './confirm.tsx';
import { useAct, type DialogProps } from './use-act.ts';

/** Has what failed tried again. */
export function ResumeDialog(props: DialogProps) {
  const { shown, onClose } = props;
  const { act, isBusy, error } = useAct('resume', props, 'It was resumed.');
  const failed = shown.thread.summary?.failed ?? [];
  return (
    <Dialog title="Resume the thread" onClose={onClose}>
      <p>
        What failed is tried again, with its attempts counted from 1. Where it would only fail again, rewind or fork the
        thread.
      </p>
      {failed.map(({ lane, node, message }) => (
        <p key={lane} class="failure-line">{`${harmless(node)}: ${harmless(message)}`}</p>
      ))}
      <Confirm label="Resume" isBusy={isBusy} error={error} onConfirm={() => act({})} onClose={onClose} />
    </Dialog>
  );
}

/** Ends the thread. */
export function CancelDialog(props: DialogProps) {
  const { onClose } = props;
  const [reason, setReason] = useState('');
  const { act, isBusy, error } = useAct('cancel', props, 'It was cancelled.');
  return (
    <Dialog title="Cancel the thread" onClose={onClose}>
      <p>It ends where it is, and does not go on. What it did stays.</p>
      <label class="asked">
        <span class="asked-name">
          Reason<span class="asked-optional"> (optional)</span>
        </span>
        <input class="field" value={reason} onInput={({ currentTarget }) => setReason(currentTarget.value)} />
      </label>
      <Confirm
        label="Cancel the thread"
        isDanger
        isBusy={isBusy}
        error={error}
        onConfirm={() => act(reason.trim() === '' ? {} : { reason: reason.trim() })}
        onClose={onClose}
      />
    </Dialog>
  );
}

/** Sends the thread back to the checkpoint that is looked at. */
export function RewindDialog(props: DialogProps) {
  const { view, shown, onClose } = props;
  const { act, isBusy, error } = useAct('rewind', props, `It was sent back to @${view.at}.`);
  return (
    <Dialog title={`Rewind to @${view.at}`} onClose={onClose}>
      <p>
        {`It goes on from checkpoint ${view.at} of ${shown.thread.head}. What came after stays in its log and can be gone back to; activities run again, with idempotency keys of their own.`}
      </p>
      <p class="quiet">To leave this thread as it is, fork it instead.</p>
      <Confirm
        label={`Rewind to @${view.at}`}
        isDanger
        isBusy={isBusy}
        error={error}
        onConfirm={() => act({ seq: view.at })}
        onClose={onClose}
      />
    </Dialog>
  );
}
