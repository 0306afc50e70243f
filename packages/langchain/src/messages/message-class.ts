import {
  AIMessage,
  AIMessageChunk,
  BaseMessage,
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
} from '@langchain/core/messages';

/** A class of messages, as it is called with what a message is made of. */
type MessageClass = new (fields: never) => BaseMessage;

/** The classes of messages by their type: of a whole one, and of a part that was streamed. */
const classes: Readonly<Record<string, readonly [whole: MessageClass, chunk?: MessageClass]>> = {
  human: [HumanMessage, HumanMessageChunk],
  ai: [AIMessage, AIMessageChunk],
  system: [SystemMessage, SystemMessageChunk],
  tool: [ToolMessage, ToolMessageChunk],
  function: [FunctionMessage, FunctionMessageChunk],
  generic: [ChatMessage, ChatMessageChunk],
  remove: [RemoveMessage],
};

const prototypes: ReadonlySet<unknown> = new Set(
  Object.values(classes).flatMap((each) => each.map((made) => made?.prototype as unknown)),
);

/** The class of messages of a type. */
export function classOf(type: string, part: 'whole' | 'chunk'): MessageClass {
  const found = Object.hasOwn(classes, type) ? classes[type]?.[part === 'chunk' ? 1 : 0] : undefined;
  if (found === undefined) throw new Error(`There is no class of messages of the type "${type}".`);
  return found;
}

/** Whether a message is of one of these very classes, and not of a copy's or of one that extends them. */
export function isOfThisCopy(message: BaseMessage): boolean {
  return prototypes.has(Object.getPrototypeOf(message));
}

/** Whether a message is a part that was streamed, whichever copy of LangChain made it. */
export function isChunk(message: BaseMessage): boolean {
  return (message.constructor as typeof BaseMessage).lc_name().endsWith('Chunk');
}
