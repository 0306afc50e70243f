import type { Context, LongTermMemory } from '@cairn/core';
import { DynamicStructuredTool } from '@langchain/core/tools';
import type { RunnableConfig } from '@langchain/core/runnables';
import type { Tool } from '../model/chat-model.ts';

/** What is known of where a tool is called; nothing where no activity calls it. */
export type Calls = Pick<Context, 'thread' | 'context' | 'write'>;

/** What is remembered, and where. */
export interface MemoryToolOptions {
  /** The namespace, or what tells it by what came along with the input, a customer's number for example. */
  readonly namespace: readonly string[] | ((context: Calls | undefined) => readonly string[]);
  /** Has what is remembered go with the thread; it stays otherwise. */
  readonly of?: 'thread';
  /** How many facts the model is told at most, 5 by default. */
  readonly limit?: number;
}

const about = (description: string) => ({
  type: 'object' as const,
  properties: { text: { type: 'string' as const, description } },
  required: ['text'],
  additionalProperties: false,
});

/**
 * Two tools for an agent, `remember` and `recall`. What is remembered is written with the end of the call: once, however often that is tried.
 *
 * @example
 * agent({ name: 'clerk', model, tools: [...memoryTools(longTermMemory(store), { namespace: ['clerk'] })] });
 */
export function memoryTools(memory: LongTermMemory, options: MemoryToolOptions): [remember: Tool, recall: Tool] {
  const { namespace, of, limit = 5 } = options;
  const place = (context: Calls | undefined) => (typeof namespace === 'function' ? namespace(context) : namespace);
  const remember = new DynamicStructuredTool({
    name: 'remember',
    description: 'Remembers a fact for later conversations.',
    schema: about('The fact, in a sentence that can be understood by itself.'),
    func: async ({ text }: Said, _manager, config) => {
      const context = callsOf(config);
      const fact = { text, ...(of === 'thread' && context !== undefined && { of: context.thread }) };
      const write = await memory.toRemember(place(context), fact);
      if (context === undefined) await memory.write(write);
      else context.write(write);
      return 'Remembered.';
    },
  });
  const recall = new DynamicStructuredTool({
    name: 'recall',
    description: 'Recalls facts of earlier conversations.',
    schema: about('What is to be known, in words that such facts have.'),
    func: async ({ text }: Said, _manager, config) => {
      const facts = await memory.recall(place(callsOf(config)), { text, limit });
      return facts.length === 0 ? 'Nothing is known of it.' : facts.map((fact) => `- ${fact.text}`).join('\n');
    },
  });
  return [remember, recall];
}

interface Said {
  readonly text: string;
}

function callsOf(config: RunnableConfig | undefined): Calls | undefined {
  return (config?.configurable as { readonly cairn?: Calls } | undefined)?.cairn;
}
