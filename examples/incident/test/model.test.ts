import { expect, test } from 'vitest';
import { serveOnLoopback, type Call, type Reply } from '../src/world/loopback.ts';
import { pathOf, Playground } from './playing.ts';

const right = { cause: 'The cart cache is never emptied.', suspect: 'v1.4.2', remedy: 'v1.4.1', confidence: 0.97 };

test('a model finds the cause, and what it used is counted', async () => {
  await using played = await playWith([answer(right)]);
  const { ground, questions, stdout } = played;
  expect(questions).toHaveLength(1);
  expect(questions[0]).toContain('Alert: checkout: 25% of requests fail');
  expect(questions[0]).toContain('allocation failed');
  expect(stdout).toContain('· small used 17 tokens');
  expect(stdout).toContain('· The cart cache is never emptied.');
  const [rows = []] = (await ground.logs()).values();
  expect(pathOf(rows)).toEqual(['triage', 'gather', 'investigate', 'remediate', 'notify', 'closed']);
  expect(rows.filter(({ cause }) => cause === 'spend')).toMatchObject([{ label: 'tokens', note: { amount: 17 } }]);
});

test('a model that the evidence contradicts is asked again', async () => {
  const wrong = { ...right, suspect: 'v1.4.0', remedy: 'v1.3.9' };
  await using played = await playWith([answer(wrong), answer(right)]);
  const { ground, questions, stdout } = played;
  expect(questions).toHaveLength(2);
  expect(stdout).toContain('it suspects v1.4.0, but the failures were seen at v1.4.2');
  expect(ground.restarts()).toEqual(['v1.4.1']);
});

test('a model that gives no usable answer is told so once, and then rules take over', async () => {
  await using played = await playWith([answer('It leaks.'), { status: 503, text: 'overloaded' }]);
  const { ground, questions, stdout } = played;
  expect(questions).toHaveLength(2);
  expect(questions[1]).toContain('An earlier answer was no use: Model "small" answered with another shape');
  expect(stdout).toMatch(/investigate\.1 +ask → reason +error/u);
  expect(ground.restarts()).toEqual(['v1.4.1']);
});

test('a model that uses more tokens than the limit allows is asked no more', async () => {
  await using played = await playWith([answer(right, 30_000)]);
  const { questions, stdout } = played;
  expect(questions).toHaveLength(1);
  expect(stdout).toContain('The limit of 20000 for "tokens" is used up.');
  expect(stdout).toMatch(/investigate\.1 +reason +step +correlate/u);
});

test('a model that has answered is not asked again by the process after', async () => {
  await using played = await playWith([answer(right)], '--kill=ask');
  const { ground, questions } = played;
  expect(questions).toHaveLength(1);
  const [rows = []] = (await ground.logs()).values();
  expect(pathOf(rows).at(-1)).toBe('closed');
  expect(rows.filter(({ cause }) => cause === 'spend')).toHaveLength(1);
});

interface Asked extends AsyncDisposable {
  readonly ground: Playground;
  /** What the model was asked. */
  readonly questions: readonly string[];
  readonly stdout: string;
}

/** Plays an incident to its end with a stand-in for the model; before that, a run with each of the options. */
async function playWith(replies: readonly Reply[], ...before: string[]): Promise<Asked> {
  const questions: string[] = [];
  const reply = ({ body }: Call): Reply => {
    const [system, user] = (JSON.parse(body) as { messages: { content: string }[] }).messages;
    // The report is written in plain words.
    if (!system?.content.startsWith('You investigate')) return { status: 503, text: 'overloaded' };
    questions.push(user?.content ?? '');
    return replies[questions.length - 1] ?? { status: 500, text: 'asked too often' };
  };
  const server = await serveOnLoopback({ 'POST /v1/chat/completions': reply });
  const ground = new Playground({ OPENAI_BASE_URL: `${server.url}/v1`, OPENAI_MODEL: 'small' });
  for (const option of before) await ground.play(option);
  const { code, stdout, stderr } = await ground.play();
  await server.close();
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return { ground, questions, stdout, [Symbol.asyncDispose]: () => ground[Symbol.asyncDispose]() };
}

function answer(content: unknown, tokens = 17): Reply {
  const message = { role: 'assistant', content: JSON.stringify(content) };
  return { status: 200, json: { choices: [{ index: 0, message }], usage: { total_tokens: tokens } } };
}
