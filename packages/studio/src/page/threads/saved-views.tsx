import { useId, useState } from 'preact/hooks';
import { useKept } from '../data/kept.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Foot } from '../parts/foot.tsx';
import { Menu, type MenuItem } from '../parts/menu.tsx';
import { notify } from '../parts/notice.tsx';
import { addressed, filterOf, isAll, type Filter } from './filter.ts';

/** Filters by the names that they were given, as addresses have them. */
type Views = Readonly<Record<string, string>>;

const none: Views = {};

function areViews(value: unknown): value is Views {
  return typeof value === 'object' && value !== null && Object.values(value).every((each) => typeof each === 'string');
}

const everything = filterOf(new URLSearchParams());

/** Filters that come with the page. */
const usual: Views = { 'Waits for somebody': 'status=waiting', 'Failed in a day': 'status=failed&within=24h' };

/** A menu of filters: those that were saved in this browser, and what saves this one. */
export function SavedViews({
  filter,
  onChoose,
}: {
  readonly filter: Filter;
  readonly onChoose: (filter: Filter) => void;
}) {
  const [views, setViews] = useKept<Views>('views', none, areViews);
  const [open, setOpen] = useState<'save' | 'remove'>();
  const choose = (address: string): void => onChoose(filterOf(new URLSearchParams(address)));
  const items: readonly MenuItem[] = [
    { label: 'All threads', run: () => onChoose(everything), isDisabled: isAll(filter) },
    ...Object.entries({ ...usual, ...views }).map(([label, address]) => ({ label, run: () => choose(address) })),
    { label: 'Save this view…', run: () => setOpen('save'), isDisabled: isAll(filter) },
    ...(Object.keys(views).length === 0 ? [] : [{ label: 'Remove a view…', run: () => setOpen('remove') }]),
  ];
  return (
    <>
      <Menu label="Views" items={items} />
      {open === 'save' && (
        <SaveView
          onClose={() => setOpen(undefined)}
          onSave={(name) => {
            setViews({ ...views, [name]: addressText(filter) });
            notify(`View "${name}" saved in this browser.`);
          }}
        />
      )}
      {open === 'remove' && (
        <Dialog title="Remove a view" onClose={() => setOpen(undefined)}>
          <ul class="rows">
            {Object.keys(views).map((name) => (
              <li key={name}>
                <span>{name}</span>
                <button
                  type="button"
                  class="button"
                  aria-label={`Remove ${name}`}
                  onClick={() => setViews(Object.fromEntries(Object.entries(views).filter(([each]) => each !== name)))}
                >
                  Remove
                </button>
              </li>
            ))}
          </ul>
        </Dialog>
      )}
    </>
  );
}

function SaveView({ onClose, onSave }: { readonly onClose: () => void; readonly onSave: (name: string) => void }) {
  const [name, setName] = useState('');
  const id = useId();
  return (
    <Dialog title="Save this view" onClose={onClose}>
      <form
        id={id}
        onSubmit={(event) => {
          event.preventDefault();
          onSave(name.trim());
          onClose();
        }}
      >
        <label class="labelled">
          Name
          <input
            class="field"
            autofocus
            required
            pattern=".*\S.*"
            title="A name has at least one character that is seen."
            value={name}
            onInput={({ currentTarget }) => setName(currentTarget.value)}
          />
        </label>
        <Foot>
          <div class="dialog-buttons">
            <button type="submit" form={id} class="button primary">
              Save
            </button>
          </div>
        </Foot>
      </form>
    </Dialog>
  );
}

function addressText(filter: Filter): string {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(addressed(filter))) {
    for (const each of Array.isArray(value) ? value : [value]) if (each !== '') asked.append(name, String(each));
  }
  return asked.toString();
}
