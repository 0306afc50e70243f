import { writeSync } from 'node:fs';
import { tool } from '@langchain/core/tools';
import { agent } from '@cairn/langchain';
import { z } from 'zod';
import { call, ScriptedModel } from '../scripted-model.ts';

/** Tells that it was called. */
const note = tool(
  async ({ id }) => {
    writeSync(1, `${id}\n`);
    return `noted ${id}`;
  },
  { name: 'note', schema: z.object({ id: z.string() }) },
);

/** Two calls a round, in four rounds; what it says follows from what it was told. */
const lines = Array.from({ length: 100 }, () => (told: readonly { readonly type: string }[]) => {
  const round = told.filter(({ type }) => type === 'ai').length;
  const ids = round < 4 ? [`${round}a`, `${round}b`] : [];
  return { content: `round ${round}`, tool_calls: ids.map((id) => call('note', { id }, id)) };
});

export const clerk = agent({ name: 'clerk', model: new ScriptedModel(lines), tools: [note] });
