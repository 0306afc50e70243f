import { useState } from 'preact/hooks';
import { Dialog } from '../parts/dialog.tsx';
import { areLettersShortcuts, keysText, setLettersShortcuts, shownShortcuts } from '../parts/shortcuts.ts';

/** All keys that do something here. */
export function ShortcutSheet({ onClose }: { readonly onClose: () => void }) {
  const [groups] = useState(shownShortcuts);
  const [are, setAre] = useState(areLettersShortcuts);
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      <div class="shortcut-sheet">
        {groups.toReversed().map(({ title, shortcuts }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {shortcuts.map(({ keys, label }) => (
                <div key={keys}>
                  <dt>{label}</dt>
                  <dd>
                    {keys.split(' ').map((key) => (
                      <kbd key={key}>{keysText(key)}</kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <label class="check">
        <input
          type="checkbox"
          checked={are}
          onChange={({ currentTarget }) => {
            setLettersShortcuts(currentTarget.checked);
            setAre(currentTarget.checked);
          }}
        />
        Letters alone are shortcuts
      </label>
    </Dialog>
  );
}
