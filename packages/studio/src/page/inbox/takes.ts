import type { InboxItem, InboxShown } from '../../api.ts';
import { isOfNothing } from '../forms/field.ts';
import { asMeant } from '../values/as-sent.ts';

/** Something that a thread takes from somebody: an answer, or an event. */
export interface Take {
  readonly id: string;
  readonly kind: 'answer' | 'event';
  /** The question's key or the event's name. */
  readonly name: string;
  readonly lane?: string;
  readonly schema?: unknown;
  /** What was said with a question. */
  readonly payload?: unknown;
  /** The checkpoint at which it was asked, where that is known. */
  readonly asked?: number;
}

/** What can be given to a thread, its questions first. */
export function takesOf({ questions, events }: Pick<InboxShown, 'questions' | 'events'>): readonly Take[] {
  return [
    ...questions
      .filter(({ child }) => child === undefined)
      .map(({ key, lane, schema, payload, asked }): Take => ({
        id: `answer ${lane} ${key}`,
        kind: 'answer',
        name: key,
        lane,
        schema: asMeant(schema),
        payload,
        ...(asked !== undefined && { asked }),
      })),
    ...events.map(({ name, schema }): Take => ({ id: `event ${name}`, kind: 'event', name, schema: asMeant(schema) })),
  ];
}

/** What each of the two usual decisions is called where it is an event: the first that an item takes is meant by its key. */
const decisions = { a: /^(approve|accept|confirm|yes|ok)/iu, r: /^(reject|refuse|deny|decline|no$)/iu };

/** What a key chooses of what can be given: `a` approves, `r` rejects. */
export function decisionOf(key: keyof typeof decisions, takes: readonly Take[]): Take | undefined {
  return takes.find(({ name }) => decisions[key].test(name));
}

/** What is sent to give something to a thread as it was seen: the action and its body. */
export function actionOf(
  { kind, name, lane }: Take,
  value: unknown,
  seen: number,
): readonly [string, Readonly<Record<string, unknown>>] {
  if (kind === 'answer') return ['answer', { key: name, value, lane, seen }];
  return ['send', value === undefined ? { event: name, seen } : { event: name, payload: value, seen }];
}

/** Whether an event carries nothing: then there is nothing to fill in. */
export function carriesNothing({ kind, schema }: Take): boolean {
  return kind === 'event' && isOfNothing(schema);
}

/** The newest checkpoint of each thread when something was given to it. */
export type Given = ReadonlyMap<string, number>;

/** The items that still wait: a list that was asked for before something was given to a thread has it as it was. */
export function waitingIn(items: readonly InboxItem[], given: Given): readonly InboxItem[] {
  return items.filter(({ thread: { id, head } }) => head > (given.get(id) ?? 0));
}
