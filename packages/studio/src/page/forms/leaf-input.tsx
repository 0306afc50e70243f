import type { ComponentChildren } from 'preact';
import { harmless } from '../parts/text.ts';
import { isAt, Optional, type Element, type Input } from './input.tsx';
import type { Field } from './field.ts';
import { MomentControl } from './moment-control.tsx';

/** Up to so many choices are all shown. */
const few = 5;

/** One thing to fill in: its name, what is said of it, and what is wrong with it. */
export function LeafInput(input: Input) {
  const { field, id, path, problems, isNeeded } = input;
  const wrong = problems.filter((each) => isAt(each, path)).map(({ message }) => message);
  const described = [
    ...(field.about === undefined ? [] : [`${id}.about`]),
    ...(wrong.length === 0 ? [] : [`${id}.problem`]),
  ];
  const element: Element = {
    id,
    ...(described.length > 0 && { 'aria-describedby': described.join(' ') }),
    ...(wrong.length > 0 && { 'aria-invalid': true }),
    ...(isNeeded === true && { required: true }),
  };
  const around = (
    <>
      {field.about !== undefined && (
        <p class="asked-about" id={`${id}.about`}>
          {field.about}
        </p>
      )}
      <Control {...input} element={element} />
      {wrong.length > 0 && (
        <p class="asked-problem" id={`${id}.problem`} tabIndex={-1}>
          {wrong.join(' ')}
        </p>
      )}
    </>
  );
  return isOneOfShown(field) ? (
    <fieldset class="asked">
      <legend class="asked-name">
        <Name {...input} />
      </legend>
      {around}
    </fieldset>
  ) : (
    <div class="asked">
      {field.kind === 'fixed' ? (
        <span class="asked-name">
          <Name {...input} />
        </span>
      ) : (
        <label class="asked-name" for={id}>
          <Name {...input} />
        </label>
      )}
      {around}
    </div>
  );
}

function Name({ field, name, isNeeded, isSaid }: Input): ComponentChildren {
  return (
    <>
      {field.title ?? (name === undefined ? (field.kind === 'json' ? 'Value, as JSON' : 'Value') : harmless(name))}
      <Optional isNeeded={isNeeded} isSaid={isSaid} />
    </>
  );
}

function isOneOfShown(field: Field): boolean {
  return field.kind === 'yes-no' || (field.kind === 'choice' && field.values.length <= few);
}

function Control(input: Input & { readonly element: Element }) {
  const { field, draft, element, onChange } = input;
  const text = typeof draft === 'string' ? draft : '';
  switch (field.kind) {
    case 'text':
      return <TextControl {...input} field={field} text={text} />;
    case 'number':
      return (
        <input
          {...element}
          class="field number"
          inputMode={field.isWhole ? 'numeric' : 'decimal'}
          autoComplete="off"
          value={text}
          onInput={({ currentTarget }) => onChange(currentTarget.value)}
        />
      );
    case 'bigint':
      return (
        <input
          {...element}
          class="field number"
          inputMode="numeric"
          autoComplete="off"
          value={text}
          onInput={({ currentTarget }) => onChange(currentTarget.value)}
        />
      );
    case 'moment':
      return <MomentControl {...input} text={text} />;
    case 'yes-no':
      return (
        <OneOf
          {...input}
          words={['yes', 'no']}
          at={draft === undefined ? undefined : draft === true ? 0 : 1}
          pick={(at) => at === 0}
        />
      );
    case 'choice':
      return <ChoiceControl {...input} field={field} />;
    case 'fixed':
      return <span class="asked-fixed">{field.value === undefined ? 'It carries nothing.' : wordOf(field.value)}</span>;
    default:
      return (
        <textarea
          {...element}
          class="field mono"
          rows={Math.min(16, Math.max(2, text.split('\n').length))}
          spellcheck={false}
          value={text}
          onInput={({ currentTarget }) => onChange(currentTarget.value)}
        />
      );
  }
}

const modes: Readonly<Record<string, 'email' | 'url'>> = { email: 'email', uri: 'url', url: 'url' };
const hints: Readonly<Record<string, string>> = { time: '14:30:00' };

function TextControl({
  field,
  text,
  element,
  onChange,
}: Input & { readonly field: Extract<Field, { kind: 'text' }>; readonly text: string; readonly element: Element }) {
  const hear = ({ currentTarget }: { readonly currentTarget: HTMLInputElement | HTMLTextAreaElement }): void =>
    onChange(currentTarget.value);
  if (field.isLong) {
    const rows = Math.min(12, Math.max(1, text.split('\n').length, Math.ceil(text.length / 60)));
    // The Enter that led here, or an impatient one, is no first line.
    const keep = (event: KeyboardEvent): void => {
      if (event.key === 'Enter' && text === '') event.preventDefault();
    };
    return <textarea {...element} class="field" rows={rows} value={text} onInput={hear} onKeyDown={keep} />;
  }
  const { format = '' } = field;
  if (format === 'date') return <input {...element} class="field" type="date" value={text} onInput={hear} />;
  return (
    <input
      {...element}
      class="field"
      inputMode={modes[format] ?? 'text'}
      placeholder={hints[format] ?? ''}
      autoComplete="off"
      value={text}
      onInput={hear}
    />
  );
}

function ChoiceControl(
  input: Input & { readonly field: Extract<Field, { kind: 'choice' }>; readonly element: Element },
) {
  const { field, draft, element, onChange, isNeeded } = input;
  const at = typeof draft === 'number' ? draft : undefined;
  if (field.values.length <= few) {
    return <OneOf {...input} words={field.values.map(wordOf)} at={at} pick={(picked) => picked} />;
  }
  return (
    <select
      {...element}
      class="field"
      value={at === undefined ? '' : String(at)}
      onChange={({ currentTarget: { value } }) => onChange(value === '' ? undefined : Number(value))}
    >
      <option value="">{isNeeded === false ? 'left out' : 'choose one'}</option>
      {field.values.map((each, index) => (
        <option key={index} value={String(index)}>
          {wordOf(each)}
        </option>
      ))}
    </select>
  );
}

/** A few choices, all of them shown; one that need not be made can be taken back. */
function OneOf({
  words,
  at,
  pick,
  element,
  onChange,
  isNeeded,
}: Input & {
  readonly words: readonly string[];
  readonly at: number | undefined;
  readonly pick: (at: number) => boolean | number;
  readonly element: Element;
}) {
  const { id, ...described } = element;
  return (
    <div class="one-of">
      {words.map((word, index) => (
        <label key={word} class="one">
          <input
            type="radio"
            id={index === 0 ? id : undefined}
            name={id}
            checked={at === index}
            onChange={() => onChange(pick(index))}
            {...described}
          />
          {word}
        </label>
      ))}
      {isNeeded === false && at !== undefined && (
        <button type="button" class="flat" onClick={() => onChange(undefined)}>
          Leave out
        </button>
      )}
    </div>
  );
}

function wordOf(value: unknown): string {
  return typeof value === 'string' ? harmless(value) : JSON.stringify(value);
}
