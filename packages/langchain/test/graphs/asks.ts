import { graph, service } from '@cairn/core';
import { messages, model, type ChatModel } from '@cairn/langchain';
import { ChatOpenAI } from '@langchain/openai';

/** It asks a model once. */
export const asks = graph({
  name: 'asks',
  state: { messages: messages() },
  services: { chat: service<ChatModel>() },
  start: 'think',
  nodes: { think: { run: model('chat'), next: 'end' }, end: { final: true } },
});

/** A model behind an endpoint. */
export const chatAt = (baseURL: string): ChatOpenAI =>
  new ChatOpenAI({ model: 'small', apiKey: 'none', configuration: { baseURL } });
