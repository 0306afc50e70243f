import { useState } from 'preact/hooks';
import type { Acted, Actions, ThreadShown } from '../../../api.ts';
import { pathOf, post, Refused } from '../../data/api.ts';
import { notify } from '../../parts/notice.tsx';
import { messageOf } from '../../parts/states.tsx';
import type { View } from '../view.ts';

/** What a dialog about a thread is told. */
export interface DialogProps {
  readonly view: View;
  /** The thread as it was when the dialog was opened: what is done is about that. */
  readonly shown: ThreadShown;
  /** The thread as it is by now. */
  readonly now: ThreadShown;
  readonly onClose: () => void;
}

/** What is about how a thread stands; the rest is done however it does. */
const asSeen: ReadonlySet<keyof Actions> = new Set(['send', 'answer', 'edit', 'resume', 'rewind']);

/**
 * Has something done to a thread as it was seen, and tells what came of it; the dialog stays open where it is refused. Where the thread is
 * otherwise by now, whoever is told so may do it all the same, but answer another question.
 */
export function useAct<Name extends keyof Actions>(
  name: Name,
  { view, shown, now, onClose }: DialogProps,
  told: string,
) {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const [isTold, setTold] = useState(false);
  const refused = (problem: Error): void => {
    setBusy(false);
    const isChanged = problem instanceof Refused && problem.code === 'studio/changed';
    const mayAllTheSame = isChanged && name !== 'answer';
    if (mayAllTheSame) setTold(true);
    if (isChanged) view.thread.retry();
    const all = mayAllTheSame ? ' Look at how it stands; once more, and it is done all the same.' : '';
    const code = problem instanceof Refused ? ` (${problem.code})` : '';
    setError(`${messageOf(problem)}${all}${code}`);
  };
  const act = (asked: Actions[Name], then?: (acted: Acted) => void): void => {
    setBusy(true);
    setError(undefined);
    const { head } = (isTold ? now : shown).thread;
    post<Acted>(pathOf(['threads', shown.thread.id, name]), { ...asked, ...(asSeen.has(name) && { seen: head }) }).then(
      (acted) => {
        notify(told);
        onClose();
        view.thread.retry();
        if (then === undefined) view.go({ at: undefined });
        else then(acted);
      },
      refused,
    );
  };
  const clear = (): void => setError(undefined);
  return { act, isBusy, error, clear };
}
