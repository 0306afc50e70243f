import { replace, upsert, type ClassCodec, type KeyOptions } from '@cairn/core';
import type { BaseMessage, BaseMessageLike } from '@langchain/core/messages';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { documentCodec, messageCodec } from './message-codec.ts';
import { idFor } from './message-id.ts';
import { toWholeMessage, withId } from './to-message.ts';

/** A message of a conversation, which is known by its id. */
export type Said = BaseMessage & { readonly id: string };

/** What may be written to a conversation: messages, or what LangChain takes for some, and removals; several, or one. */
export type MessagesUpdate = Exclude<BaseMessageLike, readonly unknown[]> | readonly BaseMessageLike[];

/** The id of the removal that removes all messages before it. */
export const REMOVE_ALL = '__remove_all__';

/** How messages are stored, and the documents that may be in them: for graphs that have some elsewhere than in {@link messages}. */
export const messageCodecs: readonly ClassCodec[] = Object.freeze([messageCodec, documentCodec]);

const said: StandardSchemaV1<BaseMessageLike, Said> = {
  '~standard': { version: 1, vendor: 'cairn', validate: parsed },
};

function parsed(given: unknown): StandardSchemaV1.Result<Said> {
  try {
    const message = toWholeMessage(given);
    if (isSaid(message)) return { value: message };
    const hint =
      'Those that replace() takes have to have one; messages behind a RemoveMessage of REMOVE_ALL are given theirs.';
    return { issues: [{ message: `The message has no id. ${hint}`, path: ['id'] }] };
  } catch (error) {
    return { issues: [{ message: (error as Error).message }] };
  }
}

/**
 * A key of the state that holds a conversation. What is written is taken as LangGraph's reducer takes it: a message whose id is known
 * takes the place of that message, others are added, a `RemoveMessage` removes. Only what changed is stored.
 */
export function messages(): MessagesKey {
  return key;
}

/** What {@link messages} gives. */
export type MessagesKey = ReturnType<typeof upsert<StandardSchemaV1<BaseMessageLike, Said>, 'id', MessagesUpdate>>;

const key: MessagesKey = upsert(said, 'id', { codecs: messageCodecs, from: changeOf });

type From = NonNullable<KeyOptions<MessagesUpdate, unknown, readonly Said[]>['from']>;
type Moment = Parameters<From>[2];

function changeOf(update: MessagesUpdate, current: readonly Said[] | undefined, moment: Moment) {
  const all: readonly unknown[] = Array.isArray(update) ? update : [update];
  const given = all.map(toWholeMessage);
  const cleared = given.findLastIndex((each) => each.type === 'remove' && each.id === REMOVE_ALL);
  const before = cleared === -1 ? current : [];
  const ids = new Set(before?.map(({ id }) => id));
  // By id, in the order in which they are first spoken of; what is removed in the end is nothing.
  const last = new Map<string, Said | undefined>();
  for (const [index, each] of given.slice(cleared + 1).entries()) {
    if (each.type !== 'remove') {
      const message = isSaid(each) ? each : withId(each, idFor(each, { index, current, ids, moment }));
      last.set((message as Said).id, message as Said);
      continue;
    }
    const id = each.id ?? '';
    if (ids.has(id) || last.has(id) || before === undefined) last.set(id, undefined);
    else if (cleared === -1) throw new Error(`There is no message "${id}" to remove.`);
  }
  const upserts = [...last.values()].filter((each) => each !== undefined);
  if (cleared !== -1) return replace(upserts);
  return { upsert: upserts, remove: [...last.keys()].filter((id) => last.get(id) === undefined) };
}

function isSaid(message: BaseMessage): message is Said {
  return typeof message.id === 'string' && message.id !== '';
}
