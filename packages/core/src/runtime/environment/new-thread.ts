import { advanceDraft } from '../../advance/advance.ts';
import { checkEvent } from '../../advance/check-event.ts';
import type { Parent, Row } from '../../advance/state/row.ts';
import { emptyDraft, type Draft } from '../../advance/state/snapshot.ts';
import { listOf, mustBe, tagText } from '../../base/problem/given.ts';
import type { Plan } from '../../compile/plan.ts';
import type { Baggage } from '../../definition/baggage.ts';
import type { Brings } from '../../store/contract/store.ts';
import { writeCommand, type EventCommand } from './command.ts';
import type { Environment } from './environment.ts';
import { newId } from './ids.ts';
import { mustBeMessageId } from './message-id.ts';
import type { Born } from './standing.ts';
import { startOf } from './start-input.ts';
import type { AnyFirstEvent } from './start-options.ts';

/** What a thread is started with. */
export interface Starting {
  readonly input: unknown;
  readonly tags: readonly string[];
  /** When it begins, in milliseconds since 1970; at once by default. */
  readonly at?: number | undefined;
  /** An event that it is sent in the commit that creates it. */
  readonly send?: AnyFirstEvent | undefined;
  /** What goes along. */
  readonly context?: Baggage;
  /** The question of another thread that its end answers. */
  readonly parent?: Parent;
}

/** A thread that is to be made. */
export interface NewBorn {
  readonly born: Born;
  readonly rows: readonly Row[];
  readonly snapshot: Draft;
  /** The event that it is sent, and the key of its message. */
  readonly first?: { readonly command: EventCommand; readonly key: string } | undefined;
}

/** The first rows of a thread, and what goes with them; a problem where what it is started with does not fit. */
export function newThread(
  { codec, clock }: Pick<Environment, 'codec' | 'clock'>,
  plan: Plan,
  id: string,
  { input, tags, at, send, context, parent }: Starting,
): NewBorn {
  mustBe('tags', tags, listOf(tagText));
  const first = send && firstCommand(plan, id, send);
  const now = clock.now();
  const along = { ...(context && { context }), ...(parent && { parent }) };
  const start = { ...startOf(plan, input, codec), ...(at !== undefined && { at }), ...along };
  const snapshot = emptyDraft(id);
  const rows: Row[] = [];
  const refused = advanceDraft(plan, snapshot, start, { now, codec }, rows);
  if (refused !== undefined) throw refused;
  const brings = first && bringing({ body: writeCommand(first.command, codec), at: now, queued: true, key: first.key });
  return { born: { id, created: now, tags, origin: null, ...(brings && { brings }) }, rows, snapshot, first };
}

/** The event that goes with a start, and the key that it is found under again. */
function firstCommand(
  plan: Plan,
  thread: string,
  { event, payload, id }: AnyFirstEvent,
): { readonly command: EventCommand; readonly key: string } {
  checkEvent(plan, event, payload);
  mustBeMessageId(thread, id);
  return { command: { type: 'event', name: event, payload }, key: id ?? `@${newId()}` };
}

function bringing(message: Brings['messages'][number]): Brings {
  return { first: 1, updated: message.at, more: [], messages: [message] };
}
