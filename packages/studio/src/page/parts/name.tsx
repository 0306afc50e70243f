import { Link } from 'wouter';
import { copy } from './copied.ts';
import { Icon } from './icon.tsx';
import { harmless } from './text.ts';

/** So much of a name's end is always shown. */
const endLength = 8;

/**
 * An id or a name, in its middle cut to the room that it has, whole where it is pointed at. With `to` it leads there; with `copies` (what it
 * is called) a button beside it copies it.
 */
export function Name({
  value,
  to,
  copies,
}: {
  readonly value: string;
  readonly to?: string | undefined;
  readonly copies?: string | undefined;
}) {
  const text = harmless(value);
  const letters = Array.from(text);
  const at = letters.length > endLength * 2 ? letters.length - endLength : letters.length;
  const words = (
    <>
      <span class="name-head">{letters.slice(0, at).join('')}</span>
      {at < letters.length && <span class="name-end">{letters.slice(at).join('')}</span>}
    </>
  );
  return (
    <span class="name">
      {to === undefined ? (
        <span class="name-words" title={text}>
          {words}
        </span>
      ) : (
        <Link class="name-words" href={to} title={text}>
          {words}
        </Link>
      )}
      {copies !== undefined && (
        <button
          type="button"
          class="bare"
          aria-label={`Copy ${copies} ${text}`}
          title="Copy"
          onClick={() => void copy(value, copies)}
        >
          <Icon name="copy" />
        </button>
      )}
    </span>
  );
}
