import { useState } from 'preact/hooks';
import { copy } from '../../parts/copied.ts';
import { Loading } from '../../parts/states.tsx';
import { harmless } from '../../parts/text.ts';
import type { View } from '../view.ts';

/** So many letters are shown before the rest is asked for. */
const most = 20_000;

/** The row as the API tells it. */
export function Raw({ view: { thread, at } }: { readonly view: View }) {
  const [isWhole, setWhole] = useState(false);
  const row = thread.story.row(at);
  if (row === undefined) return <Loading lines={6} what="Loading the row" />;
  const text = JSON.stringify(row, undefined, 2);
  return (
    <div class="raw">
      <div class="raw-tools">
        <button type="button" class="button" onClick={() => void copy(text, 'JSON')}>
          Copy JSON
        </button>
        {text.length > most && (
          <button type="button" class="flat" onClick={() => setWhole(!isWhole)}>
            {isWhole ? 'Less' : `All ${text.length.toLocaleString('en')} letters`}
          </button>
        )}
      </div>
      <pre tabIndex={0} aria-label="The row as JSON">
        {harmless(isWhole ? text : text.slice(0, most), '\n')}
      </pre>
    </div>
  );
}
