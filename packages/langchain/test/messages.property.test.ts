import { AIMessageChunk, HumanMessage, RemoveMessage, type BaseMessage } from '@langchain/core/messages';
import { messagesStateReducer } from '@langchain/langgraph';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { graph, memory, open } from '@cairn/core';
import { messages, REMOVE_ALL } from '@cairn/langchain';

const chat = graph({
  name: 'chat',
  state: { messages: messages() },
  events: { end: z.undefined() },
  start: 'wait',
  nodes: { wait: { on: { end: 'end' } }, end: { final: true } },
});

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');

const message = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('say' as const), id, text: fc.string() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('stream' as const), id, text: fc.string() }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('remove' as const), id, text: fc.constant('') }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('remove' as const), id: fc.constant(REMOVE_ALL), text: fc.constant('') }),
  },
);

type Made = typeof message extends fc.Arbitrary<infer One> ? One : never;

function made({ kind, id: of, text }: Made): BaseMessage {
  if (kind === 'remove') return new RemoveMessage({ id: of });
  return kind === 'say' ? new HumanMessage({ id: of, content: text }) : new AIMessageChunk({ id: of, content: text });
}

/** What LangGraph makes of it; what it leaves behind a removal of all, removals and messages of one id twice, is no conversation. */
function reference(before: BaseMessage[], update: readonly Made[]): BaseMessage[] {
  const from = update.findLastIndex((each) => each.id === REMOVE_ALL) + 1;
  if (from === 0) return messagesStateReducer(before, update.map(made));
  const known = new Set<string>();
  const rest = update.slice(from).filter((each) => {
    if (each.kind !== 'remove') known.add(each.id);
    return known.has(each.id);
  });
  return messagesStateReducer([], rest.map(made));
}

const plain = (said: readonly BaseMessage[]): unknown => JSON.parse(JSON.stringify(said.map((each) => each.toDict())));

test('a conversation is what LangGraph’s reducer makes of the same updates, and refuses what that refuses', async () => {
  const updates = fc.array(fc.array(message, { maxLength: 6 }), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(updates, async (all) => {
      const cairn = open({ store: memory(), graphs: [chat] });
      const thread = await cairn.start(chat);
      let expected: BaseMessage[] = [];
      for (const update of all) {
        let refused: unknown;
        try {
          expected = reference(expected, update);
        } catch (error) {
          refused = error;
        }
        const edited = await thread.edit({ messages: update.map(made) }).catch((error: unknown) => error);
        expect(edited instanceof Error).toBe(refused !== undefined);
      }
      expect(plain((await thread.settled()).state.messages)).toEqual(plain(expected));
      await cairn.close();
    }),
    { numRuns: 200 },
  );
});
