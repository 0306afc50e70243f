import { setImmediate } from 'node:timers/promises';
import { ToolMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { graph, memory, open } from '@cairn/core';
import { powerCuts, virtualClock } from '@cairn/testing';
import { callsTools, conversation, model, toolNodes } from '@cairn/langchain';
import { call, ScriptedModel, type Line } from './scripted-model.ts';

/** How often the model and the tool were called. */
const called = { think: 0, 'tools-call': 0 };

const note = tool(({ n }) => `noted ${n} ${++called['tools-call']}`, {
  name: 'note',
  schema: z.object({ n: z.string() }),
});

/** It says the same whenever it is told the same. */
const says: Line = (told) => {
  called.think += 1;
  if (told.some((each) => each instanceof ToolMessage)) return 'done';
  return { content: '', tool_calls: ['a', 'b', 'c'].map((n) => call('note', { n }, n)) };
};

const noting = graph({
  name: 'noting',
  ...conversation,
  start: 'think',
  nodes: {
    think: {
      run: model(new ScriptedModel(Array.from({ length: 100 }, () => says)), { tools: [note] }),
      next: [{ when: callsTools, to: 'tools' }, 'end'],
    },
    ...toolNodes([note], { then: 'think' }),
    end: { final: true },
  },
});

test.each(['before', 'after'] as const)(
  'what a model said and a tool did is not done again once it is on disk, when the power goes out %s a write',
  async (when) => {
    for (let at = 1; ; at += 1) {
      const store = memory();
      const clock = virtualClock();
      const dying = powerCuts(store, { at, when });
      const first = open({ store: dying, graphs: [noting], clock });
      const over = { is: false };
      void first
        .start(noting, { messages: 'Go' }, { id: 't' })
        .then(async (thread) => thread.ended())
        .then(() => (over.is = true))
        .catch(() => undefined);
      while (!over.is && !dying.isOut) await setImmediate();
      if (over.is) break;
      // What was under way goes on for nobody.
      for (let turn = 0; turn < 100; turn++) await setImmediate();
      const head = (await store.thread('t'))?.head ?? 0;

      Object.assign(called, { think: 0, 'tools-call': 0 });
      const later = virtualClock(clock.now() + 60_000);
      const second = open({ store, graphs: [noting], clock: later });
      const thread = await second.start(noting, { messages: 'Go' }, { id: 't' });
      await later.advance('1m');
      const { state } = await thread.ended();
      expect(state.messages.map(({ text }) => text.slice(0, 7))).toEqual([
        'Go',
        '',
        'noted a',
        'noted b',
        'noted c',
        'done',
      ]);
      for (const [node, times] of Object.entries(called)) {
        const done = (await thread.history()).filter(
          (each) => each.cause === 'done' && each.from === node && each.seq > head,
        );
        expect([node, times]).toEqual([node, done.length]);
      }
      await second.close();
    }
  },
);
