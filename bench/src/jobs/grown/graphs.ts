import { append, graph, merge, reduce, upsert, type AnyGraph } from '@cairn/core';
import { z } from 'zod';

const events = { say: z.string() };

/** A conversation whose messages are kept in each of the shapes that authors choose. */
export const grown: Readonly<Record<string, AnyGraph>> = {
  append: graph({
    name: 'append',
    state: { list: append(z.string()) },
    events,
    start: 'wait',
    nodes: { wait: { on: { say: { to: 'wait', update: (_, text) => ({ list: [text] }) } } } },
  }),
  plain: graph({
    name: 'plain',
    state: { list: z.array(z.object({ text: z.string() })).default([]) },
    events,
    start: 'wait',
    nodes: { wait: { on: { say: { to: 'wait', update: (s, text) => ({ list: [...s.list, { text }] }) } } } },
  }),
  reduced: graph({
    name: 'reduced',
    state: {
      list: reduce({
        schema: z.string(),
        initial: [] as readonly string[],
        apply: (list, text) => [...list, text],
      }),
    },
    events,
    start: 'wait',
    nodes: { wait: { on: { say: { to: 'wait', update: (_, text) => ({ list: text }) } } } },
  }),
  nested: graph({
    name: 'nested',
    state: { page: z.object({ body: z.object({ list: z.array(z.string()) }) }).default({ body: { list: [] } }) },
    events,
    start: 'wait',
    nodes: {
      wait: {
        on: { say: { to: 'wait', update: (s, text) => ({ page: { body: { list: [...s.page.body.list, text] } } }) } },
      },
    },
  }),
  text: graph({
    name: 'text',
    state: { page: z.string().default('') },
    events,
    start: 'wait',
    nodes: { wait: { on: { say: { to: 'wait', update: (s, text) => ({ page: s.page + text }) } } } },
  }),
  merged: graph({
    name: 'merged',
    state: { pages: merge(z.object({ list: z.array(z.string()) })) },
    events,
    start: 'wait',
    nodes: {
      wait: {
        on: {
          say: { to: 'wait', update: (s, text) => ({ pages: { a: { list: [...(s.pages['a']?.list ?? []), text] } } }) },
        },
      },
    },
  }),
  upserted: graph({
    name: 'upserted',
    state: { pages: upsert(z.object({ id: z.string(), list: z.array(z.string()) }), 'id') },
    events,
    start: 'wait',
    nodes: {
      wait: {
        on: {
          say: {
            to: 'wait',
            update: (s, text) => ({ pages: [{ id: 'a', list: [...(s.pages[0]?.list ?? []), text] }] }),
          },
        },
      },
    },
  }),
};
