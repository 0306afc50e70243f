import { configOf } from '@cairn/langchain';
import type { z } from 'zod';
import type { FakeChat } from './fake-chat.ts';

/** What an activity of Cairn is given; LangGraph needs nothing said. */
type Context = Parameters<typeof configOf>[0];

/** Asks a model for a text. */
export function asking(llm: FakeChat): (text: string, context?: Context) => Promise<string> {
  return async (text, context) => (await llm.invoke(text, context && configOf(context))).text;
}

/** Asks a model for an answer of a form. */
export function askingFor<Schema extends z.ZodObject>(
  llm: FakeChat,
  schema: Schema,
): (text: string, context?: Context) => Promise<z.infer<Schema>> {
  const asked = llm.withStructuredOutput<z.infer<Schema>>(schema);
  return async (text, context) => asked.invoke(text, context && configOf(context));
}
