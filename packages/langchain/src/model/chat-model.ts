import type { Context } from '@cairn/core';
import type { BaseLanguageModelInput } from '@langchain/core/language_models/base';
import type { BaseMessage } from '@langchain/core/messages';
import type { Runnable } from '@langchain/core/runnables';
import type { StructuredToolInterface } from '@langchain/core/tools';
import type { Spending } from './spend.ts';

/** A chat model of LangChain's, or whatever else of it answers messages with one. */
export type ChatModel = Pick<Runnable<BaseLanguageModelInput, BaseMessage>, 'invoke'>;

/** A tool of LangChain's. */
export type Tool = StructuredToolInterface;

/** What an activity is given that runs something of LangChain's. */
export type Acting = Pick<Context, 'thread' | 'lane' | 'node' | 'visit' | 'attempt' | 'signal' | 'emit'>;

/** What an activity is given that calls a model, which may be a service of the graph's, by its name. */
export interface Asking<Service extends string> extends Acting, Spending, Pick<Context, 'now' | 'sleep'> {
  readonly services: { readonly [Name in Service]: ChatModel };
}

/** What a model may be given as: it, or the name of a service of the graph's that is one. */
export type ModelGiven = ChatModel | string;

/** The service by which a model is named, if it is. */
export type ServiceOf<Model extends ModelGiven> = Extract<Model, string>;

/** The model that an activity calls; with tools, one that knows them. */
export function modelFor(given: ModelGiven, context: object, tools: readonly Tool[]): ChatModel {
  const { services } = context as Pick<Asking<string>, 'services'>;
  const model = typeof given === 'string' ? (services[given] as ChatModel) : given;
  if (tools.length === 0) return model;
  const { bindTools } = model as { readonly bindTools?: (tools: readonly Tool[]) => ChatModel };
  if (typeof bindTools !== 'function') throw new TypeError('The model takes no tools: it has no method "bindTools".');
  return bindTools.call(model, [...tools]);
}
