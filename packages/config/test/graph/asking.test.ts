import { memory, open } from '@cairn/core';
import { expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { activity, defineFromConfig, registry } from '../../src/index.ts';

const known = registry({
  activities: {
    doubt: activity({
      state: { answer: z.string().optional() },
      questions: { why: z.object({ reason: z.string() }) },
      run: async (_s, ctx) => {
        const { reason } = await ctx.ask('why', { payload: 1 });
        expectTypeOf(reason).toEqualTypeOf<string>();
        // @ts-expect-error -- it declares no such question
        if (reason === '') await ctx.ask('what', { payload: 1 });
        return { answer: reason };
      },
    }),
  },
});

const documentOf = (questions: string) => `name: asking
state: { answer: string? }
${questions}start: a
nodes:
  a: { run: doubt, next: z }
  z: { final: true }
`;

test.each(['', 'questions: { why: { reason: string } }\n'])(
  'an activity asks what it declares, whether or not the document does so too: %j',
  async (questions) => {
    const asking = defineFromConfig(documentOf(questions), known);
    const cairn = open({ store: memory(), graphs: [asking] });
    const thread = await cairn.start(asking, {});
    const { questions: asked } = (await thread.settled()) as { readonly questions?: unknown };
    expect(asked).toMatchObject([{ key: 'why', payload: 1 }]);
    await expect(thread.answer('why', { reason: 3 } as never)).rejects.toMatchObject({ code: 'value/invalid' });
    await thread.answer('why', { reason: 'so' } as never);
    expect(await thread.ended()).toMatchObject({ status: 'done', state: { answer: 'so' } });
    await cairn.close();
  },
);
