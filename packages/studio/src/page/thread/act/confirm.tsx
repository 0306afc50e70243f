import { FormError } from '../../forms/form-error.tsx';
import { Foot } from '../../parts/foot.tsx';

/** The foot of a dialog that asks whether something is to be done. */
export function Confirm({
  label,
  isDanger = false,
  isBusy,
  error,
  onConfirm,
  onClose,
}: {
  readonly label: string;
  readonly isDanger?: boolean;
  readonly isBusy: boolean;
  readonly error: string | undefined;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}) {
  return (
    <Foot>
      <FormError error={error} />
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={onClose}>
          Back
        </button>
        <button
          type="button"
          class={isDanger ? 'button danger' : 'button primary'}
          aria-disabled={isBusy}
          onClick={() => !isBusy && onConfirm()}
        >
          {isBusy ? 'Sending…' : label}
        </button>
      </div>
    </Foot>
  );
}
