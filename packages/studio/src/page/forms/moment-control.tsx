import type { Element, Input } from './input.tsx';
import { localText, zoneText } from './local-time.ts';

/** A moment, given in the time zone of who gives it, which is said. */
export function MomentControl({
  text,
  element,
  onChange,
}: Pick<Input, 'onChange'> & { readonly text: string; readonly element: Element }) {
  const time = text === '' ? Number.NaN : Date.parse(text);
  const about = `${element.id}.zone`;
  return (
    <>
      <input
        {...element}
        aria-describedby={[element['aria-describedby'], about].filter((id) => id !== undefined).join(' ')}
        class="field"
        type="datetime-local"
        step={Number.isNaN(time) || time % 1_000 === 0 ? 1 : 0.001}
        value={Number.isNaN(time) ? '' : localText(time)}
        onInput={({ currentTarget: { value } }) => {
          const given = value === '' ? Number.NaN : Date.parse(value);
          onChange(Number.isNaN(given) ? '' : new Date(given).toISOString());
        }}
      />
      <p class="asked-about" id={about}>
        {`In your time zone, ${zoneText(Number.isNaN(time) ? Date.now() : time)}.`}
        {!Number.isNaN(time) && ` It is sent as ${new Date(time).toISOString()}.`}
      </p>
    </>
  );
}
