import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Foot } from '../parts/foot.tsx';
import { FormError } from './form-error.tsx';

/** A form of what there is nothing to fill in for: its button, and what the server said no to. */
export function PlainForm({
  submit,
  isBusy,
  error,
  stopped,
  onSubmit,
  children,
}: {
  readonly submit: string;
  readonly isBusy: boolean;
  readonly error: string | undefined;
  /** Why it cannot be sent any more. */
  readonly stopped?: string | undefined;
  readonly onSubmit: () => void;
  /** Beside the button. */
  readonly children?: ComponentChildren;
}) {
  const id = useId();
  return (
    <form
      id={id}
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy && stopped === undefined) onSubmit();
      }}
    >
      <Foot>
        <FormError error={stopped ?? error} />
        <div class="form-foot">
          <button type="submit" form={id} class="button primary" aria-disabled={isBusy || stopped !== undefined}>
            {isBusy ? 'Sending…' : submit}
          </button>
          {children}
        </div>
      </Foot>
    </form>
  );
}
