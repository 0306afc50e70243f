import { graph, service } from '@cairn/core';
import { messages, model, structured, type ChatModel } from '@cairn/langchain';
import { z } from 'zod';

/** What the small model is asked for: an answer, and how sure it is of it. */
const Draft = z.object({ answer: z.string(), confidence: z.number().min(0).max(1) });

type Draft = z.infer<typeof Draft>;

/** So many characters the small model has room for. */
const room = 2_000;

const refuses = /^(?:I can(?:no|')t|I am not able|As an AI)/u;

/** Answers a question with a small model that runs here; with a large one where that does not do. */
export const desk = graph({
  name: 'desk',
  state: { messages: messages(), draft: Draft.optional() },
  services: { small: service<ChatModel>(), large: service<ChatModel>() },
  // Tokens of the large model, which costs money.
  limits: { large: 400 },
  start: 'route',
  nodes: {
    route: {
      next: [
        {
          when: ({ messages: said }) => lengthOf(said) > room,
          to: 'large',
          label: 'it is too long for the small model',
        },
        'small',
      ],
    },
    small: {
      run: structured('small', Draft, { into: 'draft', prompt: 'Answer as JSON, and say how sure you are, 0 to 1.' }),
      // A model next door answers soon, or does not.
      timeout: '2s',
      retry: { attempts: 2 },
      onError: 'large',
      next: [
        { when: ({ draft }) => isSure(draft), to: 'say', label: 'the small model is sure' },
        { when: ({ draft }) => refuses.test(draft?.answer ?? ''), to: 'large', label: 'the small model refuses' },
        'large',
      ],
    },
    say: {
      run: ({ draft }) => ({ messages: { role: 'assistant', content: draft?.answer ?? '' } }),
      next: 'answered',
    },
    large: {
      run: model('large', { prompt: 'Answer well.', spend: 'large' }),
      timeout: '1m',
      retry: { attempts: 4, backoff: '50ms', jitter: 0.2 },
      onError: 'unanswered',
      next: 'answered',
    },
    answered: { final: true },
    unanswered: { final: true },
  },
});

function isSure(draft: Draft | undefined): boolean {
  return draft !== undefined && draft.confidence >= 0.7 && !refuses.test(draft.answer);
}

function lengthOf(said: readonly { readonly text: string }[]): number {
  return said.reduce((sum, { text }) => sum + text.length, 0);
}
