import { useId } from 'preact/hooks';
import { Foot } from '../parts/foot.tsx';

/** A form of what there is nothing to fill in for: its button, and what the server said no to. */
export function PlainForm({
  submit,
  isBusy,
  error,
  onSubmit,
}: {
  readonly submit: string;
  readonly isBusy: boolean;
  readonly error: string | undefined;
  readonly onSubmit: () => void;
}) {
  const id = useId();
  return (
    <form
      id={id}
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) onSubmit();
      }}
    >
      <Foot>
        {error !== undefined && (
          <p class="form-error" role="alert">
            {error}
          </p>
        )}
        <div class="form-foot">
          <button type="submit" form={id} class="button primary" aria-disabled={isBusy}>
            {isBusy ? 'Sending…' : submit}
          </button>
        </div>
      </Foot>
    </form>
  );
}
