import { BaseChatModel } from '@langchain/core/language_models/chat_models';
import type { BaseLanguageModelInput } from '@langchain/core/language_models/base';
import type { CallbackManagerForLLMRun } from '@langchain/core/callbacks/manager';
import { AIMessageChunk, type BaseMessage } from '@langchain/core/messages';
import { ChatGenerationChunk, type ChatResult } from '@langchain/core/outputs';
import type { Runnable } from '@langchain/core/runnables';

/** What a model says: a text, or the tools that it calls, with their arguments; asked for an answer of a form, that is its arguments. */
export type Line = string | Readonly<Record<string, unknown>>;

/** All that models were told, in this process. */
export const heard: string[] = [];

/**
 * In the place of a model: it answers by what it was told last, as the first entry says whose name is in it. Said word by word where tokens
 * are listened to.
 */
export class FakeChat extends BaseChatModel {
  readonly #lines: Readonly<Record<string, Line>>;
  readonly #tools: readonly string[];

  constructor(lines: Readonly<Record<string, Line>>, tools: readonly string[] = []) {
    super({});
    this.#lines = lines;
    this.#tools = tools;
  }

  override _llmType(): string {
    return 'fake';
  }

  override bindTools(tools: object[]): Runnable<BaseLanguageModelInput, AIMessageChunk> {
    return new FakeChat(this.#lines, tools.map(nameOf));
  }

  override async _generate(told: BaseMessage[]): Promise<ChatResult> {
    const message = this.#answer(told);
    return { generations: [{ text: message.text, message }] };
  }

  override async *_streamResponseChunks(
    told: BaseMessage[],
    _options: this['ParsedCallOptions'],
    manager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    const answer = this.#answer(told);
    const words = answer.text.split(/(?<= )/u);
    for (const text of words) {
      const message = answer.text === '' ? answer : new AIMessageChunk({ content: text });
      const chunk = new ChatGenerationChunk({ text, message });
      yield chunk;
      await manager?.handleLLMNewToken(text, undefined, undefined, undefined, undefined, { chunk });
    }
  }

  #answer(told: readonly BaseMessage[]): AIMessageChunk {
    heard.push(told.map(({ type, text }) => `${type}: ${text}`).join('\n'));
    const last = told.at(-1)?.text ?? '';
    const found = Object.entries(this.#lines).find(([part]) => last.includes(part));
    if (found === undefined) throw new Error(`The model has nothing to say to "${last}".`);
    const [, line] = found;
    if (typeof line === 'string') return new AIMessageChunk(line);
    const calls = this.#tools.includes('extract') ? { extract: line } : line;
    const tool_calls = Object.entries(calls).map(([name, args]) => ({
      id: `${name}-${told.length}`,
      name,
      args: args as Record<string, unknown>,
      type: 'tool_call' as const,
    }));
    return new AIMessageChunk({ content: '', tool_calls });
  }
}

function nameOf(tool: object): string {
  const { name, function: called } = tool as { readonly name?: string; readonly function?: { readonly name: string } };
  return name ?? called?.name ?? '';
}
