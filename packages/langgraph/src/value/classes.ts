import { Document } from '@langchain/core/documents';
import { ChatPromptValue, ImagePromptValue, StringPromptValue } from '@langchain/core/prompt_values';
import { DeltaSnapshot } from '@langchain/langgraph-checkpoint';
import type { ClassCodec } from '@cairn/core';

function codec<T>(each: ClassCodec<T>): ClassCodec {
  return each;
}

/** The classes of LangChain and LangGraph, beside messages, that states hold and that come back as what they were. */
export const knownClasses: readonly ClassCodec[] = [
  codec<DeltaSnapshot>({
    name: 'DeltaSnapshot',
    class: DeltaSnapshot,
    encode: ({ value }) => value,
    decode: (value) => new DeltaSnapshot(value),
  }),
  codec<Document>({
    name: 'Document',
    class: Document,
    encode: ({ pageContent, metadata, id }) => ({ pageContent, metadata, ...(id !== undefined && { id }) }),
    decode: (fields) => new Document(fields as Document),
  }),
  codec<ChatPromptValue>({
    name: 'ChatPromptValue',
    class: ChatPromptValue,
    encode: ({ messages }) => messages,
    decode: (messages) => new ChatPromptValue(messages as ChatPromptValue['messages']),
  }),
  codec<StringPromptValue>({
    name: 'StringPromptValue',
    class: StringPromptValue,
    encode: ({ value }) => value,
    decode: (value) => new StringPromptValue(value as string),
  }),
  codec<ImagePromptValue>({
    name: 'ImagePromptValue',
    class: ImagePromptValue,
    encode: ({ imageUrl }) => imageUrl,
    decode: (imageUrl) => new ImagePromptValue(imageUrl as ImagePromptValue['imageUrl']),
  }),
];
