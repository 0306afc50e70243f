import type { BaseMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { check, memory, open, replay, run } from '@cairn/core';
import { agent, supervisor, swarm, textOf } from '@cairn/langchain';
import { call, ScriptedModel, type Line } from './scripted-model.ts';

const contents = (said: readonly BaseMessage[]) => said.map((each) => `${each.type}: ${each.text}`);

const handing = (...names: readonly string[]): Line => ({
  content: '',
  tool_calls: names.map((name) => call(`hand_over_to_${name}`)),
});

test('a supervisor has one of its team go on at a time, until it answers itself', async () => {
  const clerk = agent({ name: 'clerk', model: 'small' });
  const poet = agent({ name: 'poet', model: new ScriptedModel(['Roses are red.', 'Violets are blue.']) });
  const lead = new ScriptedModel([
    handing('clerk', 'poet'),
    handing('poet'),
    handing('nobody'),
    handing('nobody', 'poet'),
    'All is done.',
  ]);
  const desk = supervisor({
    name: 'desk',
    model: lead,
    prompt: 'You lead.',
    team: { clerk: { graph: clerk, about: 'Knows the orders.' }, poet: { graph: poet, about: 'Writes.' } },
  });
  expect(check(desk)).toEqual([]);
  const services = { small: new ScriptedModel(['The order is on its way.']) };
  const result = await run(desk, { messages: 'Where is it?' }, { services });
  expect(result).toMatchObject({ status: 'done', outcome: 'answered' });
  expect(contents(result.state.messages)).toEqual([
    'human: Where is it?',
    'ai: ',
    'tool: Handed over to clerk.',
    'tool: This was not done, as the conversation was handed over to clerk.',
    'ai: The order is on its way.',
    'ai: ',
    'tool: Handed over to poet.',
    'ai: Roses are red.',
    'ai: ',
    'tool: There is no tool "hand_over_to_nobody". There are: hand_over_to_clerk, hand_over_to_poet.',
    'ai: ',
    'tool: This was not done, as the conversation was handed over to poet.',
    'tool: Handed over to poet.',
    'ai: Violets are blue.',
    'ai: All is done.',
  ]);
});

test('of a swarm, who had the conversation last goes on with it', async () => {
  const look = tool(() => 'It rains.', { name: 'look', schema: z.object({}) });
  const sales = new ScriptedModel([handing('help')]);
  const help = new ScriptedModel([
    { content: '', tool_calls: [call('look')] },
    'Take an umbrella.',
    'Still here.',
    handing('sales'),
  ]);
  const desk = swarm({
    name: 'desk',
    start: 'sales',
    members: {
      sales: { model: 'sales', about: 'Sells.' },
      help: { model: help, about: 'Helps.', tools: [look], to: ['sales'] },
    },
  });
  expect(check(desk)).toEqual([]);
  const cairn = open({ store: memory(), graphs: [desk], services: { sales } });
  const thread = await cairn.start(desk);
  await thread.send('say', 'I am wet');
  const first = await thread.settled();
  expect(contents(first.state.messages).slice(1)).toEqual([
    'ai: ',
    'tool: Handed over to help.',
    'ai: ',
    'tool: It rains.',
    'ai: Take an umbrella.',
  ]);
  expect(first.state.active).toBe('help');
  await thread.send('say', 'Who is there?');
  expect(textOf((await thread.settled()).state.messages)).toBe('Still here.');
  expect((await replay(thread, desk)).divergence).toBeUndefined();
  await cairn.close();
});
