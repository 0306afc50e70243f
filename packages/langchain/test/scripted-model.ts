import { randomUUID } from 'node:crypto';
import { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AIMessage, AIMessageChunk, type AIMessageFields, type BaseMessage } from '@langchain/core/messages';
import type { CallbackManagerForLLMRun } from '@langchain/core/callbacks/manager';
import { ChatGenerationChunk, type ChatResult } from '@langchain/core/outputs';
import type { Runnable } from '@langchain/core/runnables';
import type { BaseLanguageModelInput } from '@langchain/core/language_models/base';

/** What a model answers: a text, fields of a message, an error to throw, or a function of what it was told. */
export type Line = string | AIMessageFields | Error | ((told: readonly BaseMessage[]) => string | AIMessageFields);

/** A model that answers as a script says, word by word where it streams, and notes what it was told. */
export class ScriptedModel extends BaseChatModel {
  readonly lines: readonly Line[];
  readonly told: BaseMessage[][];
  tools: readonly { readonly name?: string }[] = [];

  constructor(lines: readonly Line[], told: BaseMessage[][] = []) {
    super({});
    this.lines = lines;
    this.told = told;
  }

  override _llmType(): string {
    return 'scripted';
  }

  override bindTools(tools: object[]): Runnable<BaseLanguageModelInput, AIMessageChunk> {
    const bound = new ScriptedModel(this.lines, this.told);
    bound.tools = tools;
    return bound;
  }

  override async _generate(told: BaseMessage[]): Promise<ChatResult> {
    const message = new AIMessage(this.#next(told));
    return { generations: [{ text: message.text, message }] };
  }

  override async *_streamResponseChunks(
    told: BaseMessage[],
    _options: this['ParsedCallOptions'],
    manager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    const { content, ...rest } = this.#next(told);
    const words = typeof content === 'string' ? content.split(/(?<= )/u) : [''];
    const id = randomUUID();
    for (const [at, text] of words.entries()) {
      const isLast = at === words.length - 1;
      const message = new AIMessageChunk({
        id,
        content: text,
        ...(isLast && rest),
      });
      const chunk = new ChatGenerationChunk({ text, message });
      yield chunk;
      await manager?.handleLLMNewToken(text, undefined, undefined, undefined, undefined, { chunk });
    }
  }

  #next(told: readonly BaseMessage[]): AIMessageFields {
    this.told.push([...told]);
    const line = this.lines[this.told.length - 1];
    if (line === undefined) throw new Error('The script is at its end.');
    if (line instanceof Error) throw line;
    const said = typeof line === 'function' ? line(told) : line;
    return typeof said === 'string' ? { content: said } : { content: '', ...said };
  }
}

/** A call of a tool. */
export const call = (name: string, args: Record<string, unknown> = {}, id: string | undefined = name) => ({
  name,
  args,
  ...(id !== undefined && { id }),
  type: 'tool_call' as const,
});
