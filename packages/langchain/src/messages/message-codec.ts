import type { ClassCodec } from '@cairn/core';
import { Document, type DocumentInput } from '@langchain/core/documents';
import { BaseMessage } from '@langchain/core/messages';
import { classOf, isChunk } from './message-class.ts';

/** What a message is stored as: its type, and what it was made of. */
export interface StoredMessage {
  readonly type: string;
  /** It is a part that was streamed. */
  readonly chunk?: true;
  readonly [field: string]: unknown;
}

/** What nearly every message has, with nothing in it. */
const usual: ReadonlySet<string> = new Set([
  'additional_kwargs',
  'invalid_tool_calls',
  'response_metadata',
  'tool_call_chunks',
  'tool_calls',
]);

/** How messages are stored: as plain data, of which nothing is there that says nothing. */
export const messageCodec: ClassCodec<BaseMessage> = {
  name: 'langchain/message',
  class: BaseMessage,
  encode: storedMessage,
  decode: (data) => messageFrom(data as StoredMessage),
};

/** How the documents are stored that tools give as artifacts. */
export const documentCodec: ClassCodec<Document> = {
  name: 'langchain/document',
  class: Document,
  encode: ({ pageContent, metadata, id }) => ({ pageContent, metadata, ...(id !== undefined && { id }) }),
  decode: (data) => new Document(own(data) as DocumentInput),
};

/** A message as data. */
export function storedMessage(message: BaseMessage): StoredMessage {
  const fields: Record<string, unknown> = { type: message.getType() };
  if (isChunk(message)) fields['chunk'] = true;
  const all = message as unknown as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(message)) {
    const value = all[key];
    if (key === 'type' || key.startsWith('lc_') || value === undefined || (usual.has(key) && isEmpty(value))) continue;
    fields[key] = value;
  }
  // Raw tool calls that nobody parsed would be parsed when it is made again.
  if (message.additional_kwargs.tool_calls !== undefined) fields['tool_calls'] = all['tool_calls'];
  // One that was made of blocks says so where LangChain writes it down.
  const made = message.lc_kwargs as Readonly<Record<string, unknown>>;
  if (!Object.hasOwn(made, 'content') && made['contentBlocks'] !== undefined) {
    fields['contentBlocks'] = fields['content'];
    delete fields['content'];
  }
  return fields as unknown as StoredMessage;
}

/** The message that data stands for. LangChain's constructors change what they are given, so they are given copies. */
export function messageFrom(data: StoredMessage): BaseMessage {
  const { type, chunk, ...fields } = data;
  const made = own(fields) as Record<string, unknown>;
  const Class = classOf(type, chunk === true ? 'chunk' : 'whole');
  const message = new Class({ ...made } as never);
  // What a constructor makes of its fields, it made of them before.
  const { contentBlocks: content, ...rest } = made;
  return Object.assign(message, content === undefined ? rest : { ...rest, content });
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** A copy of plain data that may be changed; instances in it are the same. */
export function own(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(own);
  if (typeof value !== 'object' || value === null) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, own(part)]));
}
