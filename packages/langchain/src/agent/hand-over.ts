import { ToolMessage, type AIMessage, type BaseMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import type { Tool } from '../model/chat-model.ts';

/** To whom a model may hand the conversation over: what each is for, by name. */
export type Others = Readonly<Record<string, string>>;

const prefix = 'hand_over_to_';

/** The tools by which a model hands over; nobody calls them. */
export function toolsToHandOver(others: Others): readonly Tool[] {
  return Object.entries(others).map(([name, about]) =>
    tool(() => '', {
      name: `${prefix}${name}`,
      description: `Hands the conversation over to ${name}. ${about}`,
      schema: { type: 'object', properties: {} },
    }),
  );
}

/** To whom an answer hands over, if it does: by the first of its calls that says so. Those who are not there, nobody hands over to. */
export function handedTo(answer: BaseMessage | undefined, others: readonly string[]): string | undefined {
  const called = callsOf(answer).filter(({ name }) => name.startsWith(prefix));
  return called.map(({ name }) => name.slice(prefix.length)).find((name) => others.includes(name));
}

/** What the calls of an answer are told that hands over: one is heard, and the rest are not made. */
export function toldOfHandingOver(answer: BaseMessage, to: string): readonly BaseMessage[] {
  const heard = callsOf(answer).findIndex(({ name }) => name === `${prefix}${to}`);
  return callsOf(answer).map(({ id, name }, place) => {
    const content =
      place === heard ? `Handed over to ${to}.` : `This was not done, as the conversation was handed over to ${to}.`;
    return new ToolMessage({
      content,
      name,
      tool_call_id: id ?? String(place),
      status: place === heard ? 'success' : 'error',
    });
  });
}

function callsOf(answer: BaseMessage | undefined): NonNullable<AIMessage['tool_calls']> {
  return (answer as AIMessage | undefined)?.tool_calls ?? [];
}
