import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { checked, type Needs } from './checked.ts';
import { draftOf, readDraft, type Draft } from './draft.ts';
import { FieldInput } from './field-input.tsx';
import { fieldOf, type Field } from './field.ts';
import type { Problem } from './problem.ts';
import { FormError } from './form-error.tsx';
import { Foot } from '../parts/foot.tsx';

export interface SchemaFormProps {
  /** A JSON Schema of what is asked for; without one it is JSON, and the server says what it takes. */
  readonly schema?: unknown;
  /** What it is before anything is filled in. */
  readonly value?: unknown;
  /** What has to be filled in, beside what the schema says; nothing by default. */
  readonly needs?: Needs;
  /** What its button says. */
  readonly submit: string;
  /** It is being sent. */
  readonly isBusy?: boolean;
  /** What the server said no to, with what to do. It is said until something else is filled in, or it is sent again. */
  readonly error?: string | undefined;
  /** Why it cannot be sent any more. */
  readonly stopped?: string | undefined;
  readonly onSubmit: (value: unknown) => void;
  /** Beside the button. */
  readonly children?: ComponentChildren;
}

/**
 * A form for a value of a JSON Schema. Ctrl+Enter sends it, Command+Enter on a Mac. Nothing is sent that the schema has something
 * against, and what that is stands beside its field.
 */
export function SchemaForm(props: SchemaFormProps) {
  const { submit, needs = 'nothing', isBusy = false, stopped, children } = props;
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const { field, draft, problems, isJson, canTurn, change, turn, send } = useDraft(props, () =>
    form.current?.querySelector<HTMLElement>('[aria-invalid=true], .asked-problem')?.focus(),
  );
  const { error, isOver } = useError(props.error);
  const submitted = (event: Event): void => {
    event.preventDefault();
    if (isBusy || stopped !== undefined) return;
    isOver();
    send();
  };
  return (
    <form
      ref={form}
      id={`${id}.form`}
      class="form"
      noValidate
      onSubmit={submitted}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submitted(event);
      }}
    >
      <FieldInput
        field={field}
        draft={draft}
        path={[]}
        id={id}
        problems={problems}
        onChange={(next) => {
          isOver();
          change(next);
        }}
        isNeeded={needs === 'nothing' ? undefined : true}
        isSaid={needs !== 'update'}
      />
      <Foot>
        <FormError error={stopped ?? error} />
        <div class="form-foot">
          <button
            type="submit"
            form={`${id}.form`}
            class="button primary"
            aria-disabled={isBusy || stopped !== undefined}
          >
            {isBusy ? 'Sending…' : submit}
          </button>
          {children}
          {canTurn && (
            <button type="button" class="flat form-turn" onClick={turn}>
              {isJson ? 'As fields' : 'As JSON'}
            </button>
          )}
        </div>
      </Foot>
    </form>
  );
}

/** What the server said no to, until that `isOver`; the same that is said again is said. */
function useError(given: string | undefined) {
  const [isOld, setOld] = useState(false);
  useLayoutEffect(() => setOld(false), [given]);
  return { error: isOld ? undefined : given, isOver: () => setOld(true) };
}

/** What is filled in, as fields or as JSON; `atProblem` is called where something is wrong with it. */
function useDraft({ schema, value, needs = 'nothing', onSubmit }: SchemaFormProps, atProblem: () => void) {
  const asked = useMemo(() => fieldOf(schema), [schema]);
  const [isJson, setJson] = useState(false);
  const field: Field = isJson ? { kind: 'json' } : asked;
  const [draft, setDraft] = useState<Draft>(() => draftOf(field, value));
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const send = (): void => {
    const read = checked(field, draft, schema, needs);
    setProblems(read.problems);
    if (read.problems.length === 0) onSubmit(read.value);
    else requestAnimationFrame(atProblem);
  };
  const change = (next: Draft): void => {
    setDraft(next);
    if (problems.length > 0) setProblems(checked(field, next, schema, needs).problems);
  };
  const turn = (): void => {
    const { value: now } = readDraft(field, draft);
    setJson(!isJson);
    setDraft(draftOf(isJson ? asked : { kind: 'json' }, now));
    setProblems([]);
  };
  const canTurn = asked.kind !== 'json' && asked.kind !== 'fixed';
  return { field, draft, problems, isJson, canTurn, change, turn, send };
}
