import { draftNamed, draftOf, type Draft, type VariantDraft } from './draft.ts';
import type { Entry, Field } from './field.ts';
import { isClosed } from './drawn.ts';
import { isAt, Optional, type Input } from './input.tsx';
import { LeafInput } from './leaf-input.tsx';

/** What a person fills in for a field. */
export function FieldInput(input: Input) {
  switch (input.field.kind) {
    case 'record':
      return <RecordInput {...(input as Input<'record'>)} />;
    case 'list':
      return <ListInput {...(input as Input<'list'>)} />;
    case 'variants':
      return <VariantInput {...(input as Input<'variants'>)} />;
    default:
      return <LeafInput {...input} />;
  }
}

/** Entries one below the other, in a group with a name where the record is itself an entry. */
function RecordInput({ field, draft, path, id, problems, onChange, name, isNeeded, isSaid }: Input<'record'>) {
  const drafts = (draft ?? {}) as Readonly<Record<string, Draft>>;
  const entries = field.entries.map((entry) => (
    <EntryInput
      key={entry.name}
      entry={entry}
      isSaid={isSaid}
      draft={draftNamed(draft, entry.name)}
      path={[...path, entry.name]}
      id={`${id}.${entry.name}`}
      problems={problems}
      onChange={(next) => onChange({ ...drafts, [entry.name]: next })}
    />
  ));
  const own = problems.filter((each) => isAt(each, path));
  const said = own.map(({ message }) => (
    <p key={message} class="asked-problem" role="alert" tabIndex={-1}>
      {message}
    </p>
  ));
  if (name === undefined) {
    return (
      <div class="asked-all">
        {field.about !== undefined && <p class="asked-about">{field.about}</p>}
        {entries.length === 0 && <p class="quiet">There is nothing to fill in.</p>}
        {entries}
        {said}
      </div>
    );
  }
  return (
    <fieldset class="asked-group">
      <legend>
        {field.title ?? name}
        <Optional isNeeded={isNeeded} isSaid={isSaid} />
      </legend>
      {field.about !== undefined && <p class="asked-about">{field.about}</p>}
      {entries}
      {said}
      {isNeeded === false && <LeaveOut onChange={onChange} />}
    </fieldset>
  );
}

/** An entry; one that holds more and need not be there is opened by a button first. */
function EntryInput({
  entry,
  draft,
  isSaid,
  ...rest
}: Omit<Input, 'field' | 'name' | 'isNeeded'> & { readonly entry: Entry }) {
  const { name, isNeeded, field } = entry;
  if (isClosed(entry, draft)) {
    return (
      <p class="asked-closed">
        <span class="asked-name">{field.title ?? name}</span>
        <Optional isNeeded={false} isSaid={isSaid} />
        <button type="button" class="flat" onClick={() => rest.onChange(begun(field))}>
          Add
        </button>
      </p>
    );
  }
  return <FieldInput {...rest} field={field} draft={draft} name={name} isNeeded={isNeeded} isSaid={isSaid} />;
}

/** A draft of a field that somebody begins to fill in. */
function begun(field: Field): Draft {
  const draft = draftOf(field);
  if (draft !== undefined) return draft;
  return field.kind === 'list' ? [draftOf(field.item())] : field.kind === 'record' ? {} : undefined;
}

function ListInput({ field, draft, path, id, problems, onChange, name = 'items', isNeeded, isSaid }: Input<'list'>) {
  const drafts = Array.isArray(draft) ? (draft as readonly Draft[]) : [];
  const item = field.item();
  return (
    <fieldset class="asked-group">
      <legend>
        {field.title ?? name}
        <Optional isNeeded={isNeeded} isSaid={isSaid} />
      </legend>
      {field.about !== undefined && <p class="asked-about">{field.about}</p>}
      {drafts.map((each, at) => (
        <div class="asked-item" key={at}>
          <FieldInput
            field={item}
            draft={each}
            path={[...path, at]}
            id={`${id}.${at}`}
            problems={problems}
            name={`${name} ${at + 1}`}
            onChange={(next) => onChange(drafts.with(at, next))}
          />
          <button
            type="button"
            class="flat"
            aria-label={`Remove ${name} ${at + 1}`}
            onClick={() => onChange(drafts.toSpliced(at, 1))}
          >
            Remove
          </button>
        </div>
      ))}
      {problems
        .filter((each) => isAt(each, path))
        .map(({ message }) => (
          <p key={message} class="asked-problem" role="alert" tabIndex={-1}>
            {message}
          </p>
        ))}
      <div class="asked-foot">
        <button type="button" class="button" onClick={() => onChange([...drafts, begun(item)])}>
          Add item
        </button>
        {isNeeded === false && <LeaveOut onChange={onChange} />}
      </div>
    </fieldset>
  );
}

function VariantInput({ field, draft, path, id, problems, onChange, name, isNeeded, isSaid }: Input<'variants'>) {
  const { at = 0, of } = (draft ?? {}) as Partial<VariantDraft>;
  const chosen = field.variants[at]?.field ?? { kind: 'json' };
  return (
    <fieldset class="asked-group">
      <legend>
        {field.title ?? name ?? 'One of these'}
        <Optional isNeeded={isNeeded} isSaid={isSaid} />
      </legend>
      {field.about !== undefined && <p class="asked-about">{field.about}</p>}
      <div class="asked">
        <label class="unseen" for={`${id}.kind`}>
          {`Kind of ${name ?? 'value'}`}
        </label>
        <select
          id={`${id}.kind`}
          class="field"
          value={String(at)}
          onChange={({ currentTarget }) => {
            const next = Number(currentTarget.value);
            onChange({ at: next, of: draftOf(field.variants[next]?.field ?? { kind: 'json' }) });
          }}
        >
          {field.variants.map((each, index) => (
            <option key={index} value={String(index)}>
              {each.name}
            </option>
          ))}
        </select>
      </div>
      <FieldInput
        field={chosen}
        draft={of}
        path={path}
        id={`${id}.of`}
        problems={problems}
        onChange={(next) => onChange({ at, of: next })}
        {...(chosen.kind !== 'record' && { name: field.variants[at]?.name ?? 'value' })}
      />
      {isNeeded === false && <LeaveOut onChange={onChange} />}
    </fieldset>
  );
}

function LeaveOut({ onChange }: Pick<Input, 'onChange'>) {
  return (
    <button type="button" class="flat" onClick={() => onChange(undefined)}>
      Leave out
    </button>
  );
}
