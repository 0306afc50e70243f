import {
  AIMessage,
  AIMessageChunk,
  ChatMessage,
  ChatMessageChunk,
  FunctionMessage,
  FunctionMessageChunk,
  HumanMessage,
  HumanMessageChunk,
  RemoveMessage,
  SystemMessage,
  SystemMessageChunk,
  ToolMessage,
  ToolMessageChunk,
  type BaseMessage,
} from '@langchain/core/messages';
import { Document } from '@langchain/core/documents';

const usage_metadata = {
  input_tokens: 12,
  output_tokens: 7,
  total_tokens: 19,
  input_token_details: { cache_read: 4 },
};

const search = { type: 'tool_call' as const, id: 'call-1', name: 'search', args: { query: 'cairn', limit: 3 } };

/** What LangChain's types say of optional fields is less than it takes. */
const ai = (fields: object) => new AIMessage(fields);

/** Messages of every class, and of what a class may hold. */
export const samples: Readonly<Record<string, () => BaseMessage>> = {
  human: () => new HumanMessage('Hello'),
  'human with blocks': () =>
    new HumanMessage({
      id: 'h',
      content: [
        { type: 'text', text: 'What is this?' },
        { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
      ],
    }),
  'human of standard blocks': () =>
    new HumanMessage({ contentBlocks: [{ type: 'image', mimeType: 'image/png', data: new Uint8Array([0, 255]) }] }),
  'human with a name and what else there is': () =>
    new HumanMessage({ content: '', name: 'ada', additional_kwargs: { seen: true }, response_metadata: { at: 1 } }),
  'human chunk': () => new HumanMessageChunk({ content: 'Hel', id: 'c' }),
  ai: () => ai({ content: 'Hi', id: 'a', usage_metadata, response_metadata: { model: 'm', finish_reason: 'stop' } }),
  'ai with calls': () => ai({ content: '', tool_calls: [search] }),
  'ai with an invalid call': () =>
    ai({ content: '', invalid_tool_calls: [{ name: 'search', args: '{"query"', id: 'x', error: 'Malformed args.' }] }),
  'ai with raw calls': () =>
    ai({
      content: '',
      additional_kwargs: {
        tool_calls: [{ id: 'r', type: 'function', function: { name: 'search', arguments: '{"query":"a"}' } }],
      },
      tool_calls: [search],
    }),
  'ai of standard blocks': () =>
    ai({
      contentBlocks: [
        { type: 'reasoning', reasoning: 'hm' },
        { type: 'text', text: 'So' },
      ],
      tool_calls: [search],
    }),
  'ai of version 1': () =>
    ai({ content: [{ type: 'text', text: 'So' }], response_metadata: { output_version: 'v1' }, tool_calls: [search] }),
  'ai with values that are no JSON': () =>
    ai({ content: '', additional_kwargs: { when: new Date(0), big: 10n, none: undefined, map: new Map([[1, 2]]) } }),
  'ai chunk': () => new AIMessageChunk({ content: 'H', id: 'a', response_metadata: { model: 'm' } }),
  'ai chunk with chunks of calls': () =>
    new AIMessageChunk({
      content: '',
      tool_call_chunks: [{ type: 'tool_call_chunk', index: 0, id: 'call-1', name: 'search', args: '{"query":"a"}' }],
    }),
  'ai chunk with half a call': () =>
    new AIMessageChunk({
      content: '',
      tool_call_chunks: [{ type: 'tool_call_chunk', index: 0, id: 'call-1', name: 'search', args: '"a' }],
    }),
  system: () => new SystemMessage({ content: 'Be brief.', id: 's' }),
  'system chunk': () => new SystemMessageChunk('Be'),
  tool: () =>
    new ToolMessage({
      content: '42',
      tool_call_id: 'call-1',
      name: 'search',
      status: 'success',
      artifact: [new Document({ pageContent: 'page', metadata: { source: 'a.md' }, id: 'd' })],
    }),
  'tool that failed': () =>
    new ToolMessage({
      content: [{ type: 'text', text: 'no' }],
      tool_call_id: 'c',
      status: 'error',
      metadata: { n: 1 },
    }),
  'tool chunk': () => new ToolMessageChunk({ content: '4', tool_call_id: 'call-1' }),
  function: () => new FunctionMessage({ content: '1', name: 'count' }),
  'function chunk': () => new FunctionMessageChunk({ content: '1', name: 'count' }),
  generic: () => new ChatMessage({ content: 'As you wish', role: 'butler' }),
  'generic chunk': () => new ChatMessageChunk({ content: 'As', role: 'butler' }),
  remove: () => new RemoveMessage({ id: 'h' }),
};
