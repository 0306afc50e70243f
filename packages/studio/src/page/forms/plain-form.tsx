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
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) onSubmit();
      }}
    >
      {error !== undefined && (
        <p class="form-error" role="alert">
          {error}
        </p>
      )}
      <div class="form-foot">
        <button type="submit" class="button primary" aria-disabled={isBusy}>
          {isBusy ? 'Sending…' : submit}
        </button>
      </div>
    </form>
  );
}
