import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';

/** One of several views of the same. */
export interface Tab<Id extends string = string> {
  readonly id: Id;
  readonly label: string;
  /** How much there is in it. */
  readonly count?: number | undefined;
}

/** Tabs in a row: arrows go from one to the next. What is selected is shown in a {@link TabPanel} of the same `name`. */
export function Tabs<Id extends string>({
  name,
  label,
  tabs,
  selected,
  onSelect,
}: {
  readonly name: string;
  readonly label: string;
  readonly tabs: readonly Tab<Id>[];
  readonly selected: Id;
  readonly onSelect: (id: Id) => void;
}) {
  const row = useRef<HTMLDivElement>(null);
  const go = (event: KeyboardEvent): void => {
    const at = tabs.findIndex(({ id }) => id === selected);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    const tab = next === undefined ? undefined : tabs[(next + tabs.length) % tabs.length];
    if (tab === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onSelect(tab.id);
    row.current?.querySelector<HTMLElement>(`#${CSS.escape(`${name}-tab-${tab.id}`)}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={label} ref={row} onKeyDown={go}>
      {tabs.map(({ id, label: words, count }) => (
        <button
          key={id}
          type="button"
          role="tab"
          id={`${name}-tab-${id}`}
          aria-selected={id === selected}
          aria-controls={id === selected ? `${name}-panel` : undefined}
          tabIndex={id === selected ? 0 : -1}
          onClick={() => onSelect(id)}
        >
          {words}
          {count !== undefined && <span class="count">{count}</span>}
        </button>
      ))}
    </div>
  );
}

/** What the selected tab shows. */
export function TabPanel({
  name,
  selected,
  children,
}: {
  readonly name: string;
  readonly selected: string;
  readonly children: ComponentChildren;
}) {
  return (
    <div
      class="tab-panel"
      role="tabpanel"
      id={`${name}-panel`}
      aria-labelledby={`${name}-tab-${selected}`}
      tabIndex={0}
    >
      {children}
    </div>
  );
}
