import { useState } from 'preact/hooks';
import type { Acted, Actions, ThreadShown } from '../../../api.ts';
import { pathOf, post, Refused } from '../../data/api.ts';
import { notify } from '../../parts/notice.tsx';
import { messageOf } from '../../parts/states.tsx';
import type { View } from '../view.ts';

/** What a dialog about a thread is told. */
export interface DialogProps {
  readonly view: View;
  readonly shown: ThreadShown;
  readonly onClose: () => void;
}

/** Has something done to a thread, and tells what came of it; the dialog stays open where it is refused. */
export function useAct<Name extends keyof Actions>(name: Name, { view, shown, onClose }: DialogProps, told: string) {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const act = (asked: Actions[Name], then?: (acted: Acted) => void): void => {
    setBusy(true);
    setError(undefined);
    post<Acted>(pathOf(['threads', shown.thread.id, name]), asked).then(
      (acted) => {
        notify(told);
        onClose();
        view.thread.retry();
        if (then === undefined) view.go({ at: undefined });
        else then(acted);
      },
      (problem: Error) => {
        setBusy(false);
        setError(problem instanceof Refused ? `${messageOf(problem)} (${problem.code})` : messageOf(problem));
      },
    );
  };
  return { act, isBusy, error };
}
