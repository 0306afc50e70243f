import { open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { describe, expect, test } from 'vitest';
import { reporting } from '../src/graph/reporting.ts';
import { serveOnLoopback, type Call, type Reply } from '../src/world/loopback.ts';
import { Playground, stepsOf } from './playing.ts';

/** The report of the one incident that was played, and its log. */
async function reportIn({ site }: Playground) {
  const options = { graphs: [reporting], services: { site }, recover: false, drive: false };
  const cairn = open({ store: sqlite(site.database), ...options });
  const { threads } = await cairn.threads({ graph: 'reporting' });
  const thread = cairn.thread(reporting, threads[0]?.id ?? '');
  const found = { many: threads.length, now: await thread.now(), rows: await thread.history() };
  await cairn.close();
  return found;
}

/** Each agent's calls, as its lanes are named. */
const calls = ['impact.1', 'impact.2', 'statement.1', 'statement.2', 'timeline.1', 'timeline.2'];

async function expectWhole(ground: Playground): Promise<void> {
  const { many, now, rows } = await reportIn(ground);
  expect(many).toBe(1);
  expect(now).toMatchObject({
    status: 'done',
    outcome: 'accepted',
    state: {
      diagnosis: { version: 'v1.4.2' },
      refusals: [{ agent: 'timeline', version: 1, against: 'diagnosis' }],
      rollbacks: [{ agent: 'impact', why: '10 orders came in since', again: ['impact', 'statement'] }],
    },
  });
  const { impact, statement } = now.state;
  expect(statement?.text).toContain(`${impact?.failed} of ${impact?.orders} orders at checkout failed.`);
  const worked = stepsOf(rows).map((step) => /\/(\w+\.\d+) /u.exec(step)?.[1]);
  expect(worked).toHaveLength(calls.length);
  expect(new Set(worked)).toEqual(new Set(calls));
}

describe('the report of an incident', () => {
  test('is written by agents, and more orders have the count and what was made of it written anew', async () => {
    await using ground = new Playground();
    const { code, stdout, stderr } = await ground.play();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = [
      /The report of INC-\w+, by four agents\n {2}diagnosis +v1\.4\.2 fails orders/u,
      /impact +\d+ of \d+ orders failed/u,
      /timeline +refused: it began at \S+, and no order failed before \S+\n {2}timeline +it began at \S+, with the first/u,
      /The impact is taken back: 10 orders came in since\n {2}impact +\d+ of \d+ orders failed\n {2}statement +"\d+ of/u,
      /as it was +diagnosis, timeline/u,
    ];
    for (const line of lines) expect(stdout).toMatch(line);
    await expectWhole(ground);
  });

  test('is not written where no cause was found to work on, and counts nothing anew where nothing works again', async () => {
    await using ground = new Playground();
    const { stdout } = await ground.play('--answer', 'no');
    expect(stdout).toContain('We are still working on it."');
    const { now } = await reportIn(ground);
    expect(now).toMatchObject({ outcome: 'accepted', state: { rollbacks: [] } });
  });

  test('is gone on with, killed wherever, and no agent does again what it did', async () => {
    await using ground = new Playground();
    const written = ['agent-impact', 'agent-statement'];
    for (const node of [...written, ...written, 'accepted']) {
      const killed = await ground.play('--kill', node);
      expect({ node, ...killed }).toMatchObject({ signal: 'SIGKILL' });
      expect(killed.stdout).toContain(`SIGKILL in the middle of "${node}"`);
    }
    const { code, stdout } = await ground.play();
    expect(code).toBe(0);
    expect(stdout).toMatch(/as it was +diagnosis, timeline/u);
    await expectWhole(ground);
    expect(ground.restarts()).toEqual(['v1.4.1']);
    expect(ground.deliveries()).toHaveLength(1);
  }, 300_000);

  test('has a statement in the words of a model, and one that does not say what was counted is refused', async () => {
    const asked: string[] = [];
    const reply = ({ body }: Call): Reply => {
      const { messages } = JSON.parse(body) as { messages: { content: string }[] };
      const [system = '', user = ''] = messages.map(({ content }) => content);
      if (!system.includes('customers')) return { status: 503, text: 'overloaded' };
      asked.push(user);
      const { failed } = JSON.parse(user) as { failed: number };
      const text = asked.length === 1 ? 'All is well.' : `We are sorry for ${failed} orders.`;
      return { status: 200, json: { choices: [{ index: 0, message: { content: JSON.stringify({ text }) } }] } };
    };
    const server = await serveOnLoopback({ 'POST /v1/chat/completions': reply });
    await using ground = new Playground({ OPENAI_BASE_URL: `${server.url}/v1`, OPENAI_MODEL: 'small' });
    const { code, stdout } = await ground.play();
    await server.close();
    expect(code).toBe(0);
    expect(stdout).toMatch(/statement +refused: it does not say that \d+ orders failed/u);
    expect(stdout).toMatch(/statement +"We are sorry for \d+ orders\."/u);
    expect(asked).toHaveLength(3);
    expect(asked[1]).toMatch(/"refused":\["it does not say that \d+ orders failed"\]/u);
  });
});
