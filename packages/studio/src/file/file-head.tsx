import { useState } from 'preact/hooks';
import { Link } from 'wouter';
import { Icon } from '../page/parts/icon.tsx';
import { notify } from '../page/parts/notice.tsx';
import { useShortcuts } from '../page/parts/shortcuts.ts';
import { harmless } from '../page/parts/text.ts';
import { clockText, dayText } from '@cairn/drawing/words';
import { ShortcutSheet } from '../page/shell/shortcut-sheet.tsx';
import { ThemeChoice } from '../page/shell/theme-choice.tsx';
import type { HeldThread } from './held-thread.ts';

/** What the file is: of which thread, as it was when. The thread can be taken out of it, to be imported elsewhere. */
export function FileHead({ thread, held }: { readonly thread: string; readonly held: HeldThread }) {
  const [isHelp, setHelp] = useState(false);
  useShortcuts('Everywhere', [{ keys: '?', label: 'Keyboard shortcuts', run: () => setHelp(true) }]);
  return (
    <header class="file-head">
      <Link class="brand" href="/" title="To the thread">
        Cairn
      </Link>
      <p class="quiet">
        <span class="file-words">A copy of one thread, as it was on </span>
        {dayText(held.at)} {clockText(held.at)}
      </p>
      <button
        type="button"
        class="flat"
        title="The thread as a file that cairn thread import and cairn studio read"
        onClick={() => void save(held, `${fileName(thread)}.jsonl`)}
      >
        Save as .jsonl
      </button>
      <ThemeChoice />
      <button
        type="button"
        class="bare file-keys"
        aria-label="Keyboard shortcuts"
        title="Keyboard shortcuts (?)"
        onClick={() => setHelp(true)}
      >
        <Icon name="keyboard" />
      </button>
      {isHelp && <ShortcutSheet onClose={() => setHelp(false)} />}
    </header>
  );
}

/** A name that any system lets a file have. */
function fileName(thread: string): string {
  return harmless(thread)
    .replaceAll(/[^\w.-]+/gu, '-')
    .slice(0, 80);
}

async function save(held: HeldThread, name: string): Promise<void> {
  const address = URL.createObjectURL(await new Response(held.text().pipeThrough(new TextEncoderStream())).blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  notify(`${name} is among what was downloaded.`);
}
