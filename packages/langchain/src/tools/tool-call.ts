import type { AIMessage, BaseMessage, InvalidToolCall, ToolMessage } from '@langchain/core/messages';
import type { StandardSchemaV1 } from '@standard-schema/spec';

/** A call of a tool, as a lane is given it. */
export interface Call {
  /** Which of its message's calls it is: what tells it from others whose ids are equal, or that have none. */
  readonly place: number;
  readonly id: string;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Why it cannot be made: its arguments are no JSON. */
  readonly unfit?: string;
}

/** A schema that takes what is made here as it is. */
export const callSchema: StandardSchemaV1<Call, Call> = {
  '~standard': { version: 1, vendor: 'cairn', validate: (value) => ({ value: value as Call }) },
};

/** The calls that the last answer asks for, and nobody has answered. */
export function callsIn(said: readonly BaseMessage[]): readonly Call[] {
  const at = said.findLastIndex(({ type }) => type === 'ai');
  const asking = said[at] as AIMessage | undefined;
  if (asking === undefined) return [];
  const { tool_calls: calls = [], invalid_tool_calls: invalid = [] } = asking;
  const answered = said.slice(at + 1).filter((each): each is ToolMessage => each.type === 'tool');
  const alone = invalid.filter(({ id }) => id === undefined || !calls.some((each) => each.id === id));
  const all: readonly Call[] = [
    ...calls.map(({ id, name, args }, place) => {
      const broken = id === undefined ? undefined : invalid.find((each) => each.id === id);
      return { place, id: id ?? String(place), name, args, ...(broken !== undefined && { unfit: unfitOf(broken) }) };
    }),
    ...alone.map((each, index) => {
      const place = calls.length + index;
      return { place, id: each.id ?? String(place), name: each.name ?? '', args: {}, unfit: unfitOf(each) };
    }),
  ];
  const left = answered.map(({ tool_call_id: id }) => id);
  return all.filter(({ id }) => {
    const found = left.indexOf(id);
    if (found !== -1) left.splice(found, 1);
    return found === -1;
  });
}

function unfitOf({ error, args }: InvalidToolCall): string {
  return `${error ?? 'The arguments are no JSON.'} They were: ${args ?? ''}`;
}

/** Whether the conversation ends with an answer that calls tools: a guard of the way to them. */
export function callsTools({ messages }: { readonly messages: readonly BaseMessage[] }): boolean {
  return callsIn(messages).length > 0;
}
