import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Counts } from '../../api.ts';
import { useLoaded } from '../data/loaded.ts';
import { useVersion } from '../data/live.ts';
import { StatusSign } from '../parts/status-badge.tsx';
import { statuses } from '../parts/statuses.ts';
import { oneLine } from '../parts/text.ts';
import { spans, type Filter } from './filter.ts';
import { SavedViews } from './saved-views.tsx';

interface FiltersProps {
  readonly filter: Filter;
  readonly onChange: (filter: Partial<Filter>) => void;
  readonly search: RefObject<HTMLInputElement | null>;
}

/** What chooses the threads that are listed. */
export function ThreadsFilters({ filter, onChange, search }: FiltersProps) {
  const { value: counts } = useLoaded<Counts>('counts', useVersion(undefined, 2000));
  const graphs = counts?.graphs.map(({ graph }) => graph) ?? [];
  const known = filter.graph === '' || graphs.includes(filter.graph) ? graphs : [...graphs, filter.graph];
  return (
    <search class="filters">
      <StatusFilter filter={filter} onChange={onChange} counts={counts} />
      <div class="toolbar">
        <TypedField
          label="Search ids, values and errors"
          value={filter.text}
          onValue={(text) => onChange({ text })}
          field={search}
          class="filter-text"
        />
        <select
          class="field"
          aria-label="Graph"
          value={filter.graph}
          onChange={({ currentTarget }) => onChange({ graph: currentTarget.value })}
        >
          <option value="">All graphs</option>
          {known.toSorted().map((graph) => (
            <option key={graph} value={graph}>
              {oneLine(graph)}
            </option>
          ))}
        </select>
        <select
          class="field"
          aria-label="Changed within"
          value={filter.within}
          onChange={({ currentTarget }) => onChange({ within: currentTarget.value })}
        >
          <option value="">Any time</option>
          {Object.keys(spans).map((span) => (
            <option key={span} value={span}>
              Last {span}
            </option>
          ))}
        </select>
        <TypedField label="At node" value={filter.node} onValue={(node) => onChange({ node })} class="filter-word" />
        <TypedField
          label="Tags"
          value={filter.tags.join(' ')}
          onValue={(text) => onChange({ tags: text.split(/\s+/u).filter((tag) => tag !== '') })}
          class="filter-word"
        />
        <SavedViews filter={filter} onChoose={onChange} />
      </div>
    </search>
  );
}

function StatusFilter({
  filter,
  onChange,
  counts,
}: Omit<FiltersProps, 'search'> & { readonly counts: Counts | undefined }) {
  const shown = counts?.graphs.filter(({ graph }) => filter.graph === '' || graph === filter.graph);
  return (
    <div class="statuses" role="group" aria-label="Status">
      {statuses.map((status) => {
        const isOn = filter.status.includes(status);
        const count = shown?.reduce((sum, { byStatus }) => sum + (byStatus[status] ?? 0), 0);
        const others = filter.status.filter((each) => each !== status);
        return (
          <button
            key={status}
            type="button"
            class="status-choice"
            aria-pressed={isOn}
            onClick={() => onChange({ status: isOn ? others : [...others, status] })}
          >
            <StatusSign status={status} />
            {status}
            <span class="count">{count?.toLocaleString('en') ?? ' '}</span>
          </button>
        );
      })}
    </div>
  );
}

const typingPause = 250;

/** A field whose words count when nothing was typed for a moment. */
function TypedField({
  label,
  value,
  onValue,
  field,
  class: name,
}: {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly field?: RefObject<HTMLInputElement | null>;
  readonly class: string;
}) {
  const [typed, setTyped] = useState(value);
  const given = useRef(value);
  const give = (): void => {
    given.current = typed.trim();
    onValue(given.current);
  };
  useLayoutEffect(() => {
    // What was given from here comes back when more may have been typed.
    if (value !== given.current) setTyped(value);
    given.current = value;
  }, [value]);
  useEffect(() => {
    if (typed.trim() === given.current) return undefined;
    const timer = setTimeout(give, typingPause);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <input
      ref={field ?? null}
      type="search"
      class={`field ${name}`}
      aria-label={label}
      placeholder={label}
      value={typed}
      spellcheck={false}
      autocomplete="off"
      onInput={({ currentTarget }) => setTyped(currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') give();
        if (event.key === 'Escape') event.currentTarget.blur();
      }}
    />
  );
}
