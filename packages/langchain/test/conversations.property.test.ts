// Whatever models answer and people approve, a model is told of conversations that providers take: each call of a tool has one answer, right behind it.

import { AIMessage, ToolMessage, type BaseMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { memory, open, replay } from '@cairn/core';
import { agent, chat, supervisor, swarm, type Approval } from '@cairn/langchain';
import { ScriptedModel, type Line } from './scripted-model.ts';

const schema = z.object({ n: z.number() });
const tools = [
  tool(() => 'ok', { name: 'ok', schema }),
  tool(() => Promise.reject(new Error('no')), { name: 'fails', schema }),
  tool(() => new ToolMessage({ content: 'own', tool_call_id: 'another' }), { name: 'own', schema }),
  tool(() => 'direct', { name: 'direct', schema, returnDirect: true }),
];
const names = ['ok', 'fails', 'own', 'direct', 'nobody', 'hand_over_to_a', 'hand_over_to_b', 'hand_over_to_nobody'];

const id = fc.constantFrom('x', 'y', 'z', undefined);
const made = fc.record({
  type: fc.constant('tool_call' as const),
  name: fc.constantFrom(...names),
  id,
  args: fc.constantFrom({ n: 1 }, { n: 'one' }),
});
const broken = fc.record({
  type: fc.constant('invalid_tool_call' as const),
  name: fc.constantFrom('ok', 'hand_over_to_b', undefined),
  id,
  args: fc.constant('{"n'),
});
const line = fc.oneof(
  fc.constant('Well.'),
  fc
    .tuple(fc.array(made, { maxLength: 3 }), fc.array(broken, { maxLength: 1 }))
    .map(([calls, invalid]) => ({ content: '', tool_calls: calls, invalid_tool_calls: invalid }) as Line),
);
const answer = fc.constantFrom<Approval>(
  { approve: true },
  { approve: true, args: { n: 2 } },
  { approve: true, args: { n: 'two' } },
  { approve: false },
);

const corrected: Approval = { approve: true, args: { n: 2 } };

/** What is wrong with a conversation, if anything is. */
function wrongIn(said: readonly BaseMessage[]): readonly string[] {
  return said.flatMap((one, at) => {
    if (one.type === 'tool') {
      const asked = said.slice(0, at).findLast(({ type }) => type !== 'tool');
      return asked?.type === 'ai' ? [] : [`an answer to ${(one as ToolMessage).tool_call_id}, which nobody asked`];
    }
    if (!(one instanceof AIMessage)) return [];
    const rest = said.slice(at + 1);
    const end = rest.findIndex(({ type }) => type !== 'tool');
    const answered = (end === -1 ? rest : rest.slice(0, end)).map((each) => (each as ToolMessage).tool_call_id);
    const called = (one.tool_calls ?? []).map((each, place) => each.id ?? String(place));
    const [left, right] = [answered, called].map((each) => each.toSorted().join());
    return left === right ? [] : [`calls ${right}, and answers to ${left}`];
  });
}

test('each call of a tool has one answer, right behind it, whoever has the conversation and whatever comes of the call', async () => {
  const kind = fc.constantFrom('agent', 'supervisor', 'swarm', 'chat');
  const all = fc.tuple(kind, fc.array(line, { maxLength: 12 }), answer, fc.boolean(), fc.integer({ min: 0, max: 3 }));
  const law = fc.asyncProperty(all, async ([what, lines, answers, isAsked, keep]) => {
    const told: BaseMessage[][] = [];
    const model = new ScriptedModel([...lines, ...Array.from({ length: 20 }, () => 'Done.')], told);
    const approve = isAsked ? ['ok'] : [];
    const graphs = {
      agent: () => agent({ name: 'desk', model, tools, approve }),
      chat: () => chat({ name: 'desk', model, tools, approve, summary: { above: 3, keep } }),
      swarm: () =>
        swarm({
          name: 'desk',
          start: 'a',
          members: { a: { model, about: '', tools, approve }, b: { model, about: '', to: ['a'] } },
        }),
      supervisor: () => {
        const one = { graph: agent({ name: 'one', model, tools, approve }), about: '' };
        return supervisor({
          name: 'desk',
          model,
          team: { a: one, b: { graph: agent({ name: 'two', model }), about: '' } },
        });
      },
    };
    const desk = graphs[what]() as ReturnType<typeof graphs.chat>;
    const cairn = open({ store: memory(), graphs: [desk] });
    const isTalk = what === 'chat' || what === 'swarm';
    const thread = await cairn.start(desk, isTalk ? {} : { messages: 'Go' });
    let rest = await thread.settled();
    for (let turn = 0; rest.status === 'waiting' && turn < 20; turn++) {
      for (const { key, lane, payload } of rest.questions) {
        // Who is asked again, as their arguments did not fit, gives others: the same would be refused for ever.
        const said = 'unfit' in Object(payload) ? corrected : answers;
        await thread.answer(key as `approve:${string}`, said, { lane });
      }
      if (rest.questions.length === 0) {
        if (told.length > lines.length) break;
        await thread.send('say', 'And?');
      }
      rest = await thread.settled();
    }
    expect(rest.status).toBe(isTalk ? 'waiting' : 'done');
    for (const said of [...told, rest.state?.messages ?? []]) expect(wrongIn(said)).toEqual([]);
    expect((await replay(thread, desk)).divergence).toBeUndefined();
    await cairn.close();
  });
  await fc.assert(law, { numRuns: 60 });
});
