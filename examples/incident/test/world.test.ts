import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { toAlert } from '../src/world/alert.ts';
import { serveOnLoopback, type Call, type Reply } from '../src/world/loopback.ts';
import { ask, modelFrom, type Answer } from '../src/world/model.ts';
import { incidentTriggered } from '../src/world/pagerduty.ts';
import { claimPlace } from '../src/world/place.ts';
import { errorRatio, parsePrometheus, sumOf } from '../src/world/prometheus.ts';
import { readDeploys, readHealth, readLogTail, readMetrics } from '../src/world/readers.ts';
import { ensureReceiver, readDeliveries, stopReceiver, type Receiver } from '../src/world/receiver-control.ts';
import { leakingVersion, stableVersion } from '../src/world/releases.ts';
import { ensureRunning, findService, restart, stop } from '../src/world/service-control.ts';
import { sendTraffic } from '../src/world/traffic.ts';
import { until } from '../src/world/until.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'incident-world-'));
});

afterEach(async () => {
  await Promise.all([stop(folder), stopReceiver(folder)]);
  rmSync(folder, { recursive: true });
});

describe('the service', () => {
  test('the leaking version fails every fourth checkout, keeps memory and turns unhealthy', async () => {
    const { url, log } = await ensureRunning(folder, leakingVersion);
    const before = await readMetrics(url);
    expect(await sendTraffic(url, 40)).toEqual({ sent: 40, failed: 10 });

    const after = await readMetrics(url);
    const grown = sumOf(after, 'process_resident_memory_bytes') - sumOf(before, 'process_resident_memory_bytes');
    expect(grown).toBeGreaterThan(20 * 1_048_576);
    expect(sumOf(after, 'cart_cache_bytes')).toBe(40 * 1_048_576);
    expect(sumOf(after, 'http_requests_total', { route: '/checkout', status: '500' })).toBe(10);
    expect(errorRatio(after, '/checkout')).toBe(0.25);
    expect(sumOf(after, 'build_info', { version: leakingVersion })).toBe(1);
    expect(await readHealth(url)).toEqual({ ok: false, status: 'failing', version: leakingVersion });

    const errors = (await readLogTail(log, 100)).filter(({ level }) => level === 'error');
    expect(errors).toHaveLength(10);
    expect(errors[0]).toMatchObject({ message: 'cart cache: allocation failed', route: '/checkout', status: 500 });
  });

  test('the stable version takes every order and keeps nothing', async () => {
    const { url } = await ensureRunning(folder, stableVersion);
    expect(await sendTraffic(url, 40)).toEqual({ sent: 40, failed: 0 });
    expect(sumOf(await readMetrics(url), 'cart_cache_bytes')).toBe(0);
    expect(await readHealth(url)).toEqual({ ok: true, status: 'ok', version: stableVersion });
  });

  test('an order that is none is refused and does not count as a failure', async () => {
    const { url } = await ensureRunning(folder, stableVersion);
    const response = await fetch(`${url}/checkout`, { method: 'POST', body: '{"cart":1}' });
    expect(response.status).toBe(400);
    expect(await readHealth(url)).toMatchObject({ ok: true });
  });

  test('a restart at the stable version heals it on the same port, and a second one does nothing', async () => {
    const bad = await ensureRunning(folder, leakingVersion);
    await sendTraffic(bad.url, 8);
    const good = await restart(folder, stableVersion);
    expect(good).toMatchObject({ url: bad.url, version: stableVersion, healthy: true });
    expect(good.pid).not.toBe(bad.pid);
    expect(await restart(folder, stableVersion)).toEqual(good);
    expect(await sendTraffic(good.url, 12)).toEqual({ sent: 12, failed: 0 });

    const deploys = await readDeploys(good.url);
    expect(deploys.map(({ version }) => version)).toEqual(['v1.4.0', stableVersion, leakingVersion, stableVersion]);
    const starts = (await readLogTail(good.log, 100)).filter(({ message }) => message.startsWith('listening'));
    expect(starts.map(({ version }) => version)).toEqual([leakingVersion, stableVersion]);
  });

  test('a restart at an unknown version is refused and leaves the service as it is', async () => {
    const running = await ensureRunning(folder, stableVersion);
    await expect(restart(folder, 'v9')).rejects.toThrow('There is no version "v9" of the service. Known: v1.4.0');
    expect(await findService(folder)).toEqual(running);
  });

  test('a folder may be given relative to where the caller is', async () => {
    const service = await ensureRunning(relative(process.cwd(), folder), stableVersion);
    expect(await findService(folder)).toMatchObject({ pid: service.pid });
  });

  test('two starts at once get the same process', async () => {
    const [one, other] = await Promise.all([
      ensureRunning(folder, stableVersion),
      ensureRunning(folder, stableVersion),
    ]);
    expect(one).toEqual(other);
  });

  test('it outlives the killed process that started it, and is found again', async () => {
    const control = new URL('../src/world/service-control.ts', import.meta.url).href;
    const program = `import { ensureRunning } from ${JSON.stringify(control)};
      const { pid } = await ensureRunning(process.argv[1], 'v1.4.2');
      console.log(pid);
      setInterval(() => {}, 1_000);`;
    const starter = spawn(process.execPath, ['--input-type=module', '-e', program, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [pid] = (await once(starter.stdout, 'data')) as [Buffer];
    starter.kill('SIGKILL');
    await once(starter, 'exit');
    expect(await ensureRunning(folder, stableVersion)).toMatchObject({ pid: Number(pid), version: leakingVersion });
  });

  test('one that was killed starts again at the version it last ran', async () => {
    await ensureRunning(folder, leakingVersion);
    const { pid } = await restart(folder, stableVersion);
    process.kill(pid, 'SIGKILL');
    const again = await ensureRunning(folder, leakingVersion);
    expect(again.version).toBe(stableVersion);
    expect(again.pid).not.toBe(pid);
  });

  test('one that hangs is replaced by a restart', async () => {
    const { pid } = await ensureRunning(folder, leakingVersion);
    process.kill(pid, 'SIGSTOP');
    const after = await restart(folder, stableVersion);
    expect(after).toMatchObject({ version: stableVersion, healthy: true });
    expect(after.pid).not.toBe(pid);
  });

  test('one that nobody asks anything ends itself', async () => {
    const { log } = await ensureRunning(folder, stableVersion, { idle: 1_000 });
    const ended = await until(async () => (await readLogTail(log, 1)).find(({ message }) => message === 'stopped'));
    expect(ended).toBeDefined();
  });

  test('a stopped one is gone', async () => {
    const { url } = await ensureRunning(folder, stableVersion);
    await stop(folder);
    expect(await findService(folder)).toBeUndefined();
    await expect(readHealth(url)).rejects.toThrow('fetch failed');
    await expect(stop(folder)).resolves.toBeUndefined();
  });

  test('a port that another program took meanwhile is given up for a new one', async () => {
    const { port } = await claimPlace(folder, 'checkout');
    const stranger = await serveOnLoopback({ 'GET /healthz': () => ({ status: 200, text: 'ok' }) }, { port });
    const service = await ensureRunning(folder, stableVersion);
    expect(service.port).not.toBe(port);
    await stranger.close();
  });
});

describe('the receiver', () => {
  test('a second delivery with the same key is recorded and not applied, also after a restart', async () => {
    const first = await ensureReceiver(folder);
    expect(await deliver(first, 'a')).toEqual({ received: true, duplicate: false });
    expect(await deliver(first, 'a')).toEqual({ received: true, duplicate: true });
    process.kill(first.pid, 'SIGKILL');
    const second = await ensureReceiver(folder);
    expect(second.pid).not.toBe(first.pid);
    expect(await deliver(second, 'a')).toEqual({ received: true, duplicate: true });
    expect(await deliver(second, 'b')).toEqual({ received: true, duplicate: false });

    const deliveries = readDeliveries(folder);
    expect(deliveries.map(({ key, duplicate }) => [key, duplicate])).toEqual([
      ['a', false],
      ['a', true],
      ['a', true],
      ['b', false],
    ]);
    expect(deliveries[0]?.summary).toEqual({ text: 'rolled back' });
  });

  test('a delivery without a key is refused', async () => {
    const { inbox } = await ensureReceiver(folder);
    expect((await fetch(inbox, { method: 'POST', body: '{}' })).status).toBe(400);
    expect(readDeliveries(folder)).toEqual([]);
  });
});

describe('the readers', () => {
  test('the tail of a log is its last whole lines', async () => {
    const path = join(folder, 'some.log');
    const line = (message: string): string =>
      `${JSON.stringify({ time: '2026-01-01T00:00:00.000Z', level: 'info', version: 'v1', message })}\n`;
    writeFileSync(path, line('x'.repeat(300_000)));
    appendFileSync(path, `${line('one')}${line('two')}${line('three')}{"time":"2026-`);
    expect((await readLogTail(path, 2)).map(({ message }) => message)).toEqual(['two', 'three']);
    expect(await readLogTail(path, 10)).toHaveLength(3);
  });

  test.each([
    ['up 1', { name: 'up', labels: {}, value: 1 }],
    ['up{} -Inf 1700000000000', { name: 'up', labels: {}, value: -Infinity }],
    ['a_total{b="c",d="e"} 1.5e3', { name: 'a_total', labels: { b: 'c', d: 'e' }, value: 1_500 }],
    [String.raw`a{b="}\"\\\n"} NaN`, { name: 'a', labels: { b: '}"\\\n' }, value: Number.NaN }],
  ])('the sample %j is read', (text, sample) => {
    expect(parsePrometheus(`# HELP up Text\n# TYPE up gauge\n\n${text}\n`)).toEqual([sample]);
  });
});

describe('the alert', () => {
  const at = new Date('2026-03-01T09:30:00.000Z');
  const payload = incidentTriggered({ service: 'checkout', errorRatio: 0.25, at, id: 'Q2KX7W1N9A' });

  test('an alert is read from a PagerDuty webhook', () => {
    expect(toAlert(JSON.parse(JSON.stringify(payload)))).toEqual({
      id: 'Q2KX7W1N9A',
      title: 'checkout: 25% of requests fail',
      severity: 'high',
      service: 'checkout',
      url: 'https://example.pagerduty.com/incidents/Q2KX7W1N9A',
      at,
    });
  });

  test.each([
    ['"incident.triggered"', '"incident.resolved"', 'event_type'],
    ['"urgency":"high"', '"urgency":"severe"', 'urgency'],
    ['"created_at":"2026', '"created_at":"today', 'created_at'],
  ])('a payload with %s turned into %s is refused', (from, to, path) => {
    const text = JSON.stringify(payload);
    expect(text).toContain(from);
    expect(() => toAlert(JSON.parse(text.replace(from, to)))).toThrow(path);
  });
});

describe('the model', () => {
  test('a model is asked for a JSON object, and its answer checked and its tokens counted', async () => {
    const calls: Call[] = [];
    const result = await askStandIn((call) => (calls.push(call), completion('{"cause":"leak"}')));
    expect(result).toEqual({ answer: { cause: 'leak' }, tokens: 17 });
    expect(calls[0]?.headers.authorization).toBe('Bearer k');
    expect(JSON.parse(calls[0]?.body ?? '')).toMatchObject({
      model: 'small',
      response_format: { type: 'json_object' },
      messages: [
        { role: 'system', content: 'Answer in JSON.' },
        { role: 'user', content: 'Why?' },
      ],
    });
  });

  test.each<[string, Reply, string]>([
    ['an error', { status: 401, text: 'bad key' }, 'Model "small" answered 401: bad key'],
    ['a page', { status: 200, text: '<html>' }, 'Model "small" answered without a message: <html>'],
    ['prose', completion('It leaks.'), 'Model "small" did not answer with JSON: It leaks.'],
    ['another object', completion('{"reason":"leak"}'), 'Model "small" answered with another shape:'],
  ])('%s instead of the answer is named', async (_, reply, message) => {
    await expect(askStandIn(() => reply)).rejects.toThrow(message);
  });

  test('a question is aborted by its signal', async () => {
    const abort = new AbortController();
    const reply = (): Reply => (abort.abort(new Error('enough')), completion('{"cause":"leak"}'));
    await expect(askStandIn(reply, abort.signal)).rejects.toThrow('enough');
  });

  test('the environment names a model, or none', () => {
    const environment = { OPENAI_BASE_URL: 'http://127.0.0.1:1/v1/', OPENAI_MODEL: 'small' };
    expect(modelFrom(environment)).toEqual({ base: 'http://127.0.0.1:1/v1', name: 'small', key: undefined });
    expect(modelFrom({ OPENAI_MODEL: 'small' })).toBeUndefined();
  });
});

async function deliver({ inbox }: Receiver, key: string): Promise<unknown> {
  const body = JSON.stringify({ text: 'rolled back' });
  const response = await fetch(inbox, { method: 'POST', headers: { 'idempotency-key': key }, body });
  return response.json();
}

async function askStandIn(reply: (call: Call) => Reply, signal?: AbortSignal): Promise<Answer<{ cause: string }>> {
  const question = { system: 'Answer in JSON.', user: 'Why?', answer: z.object({ cause: z.string() }), signal };
  const server = await serveOnLoopback({ 'POST /v1/chat/completions': reply });
  try {
    return await ask({ base: `${server.url}/v1`, name: 'small', key: 'k' }, question);
  } finally {
    await server.close();
  }
}

function completion(content: string): Reply {
  const choices = [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }];
  return { status: 200, json: { id: 'c-1', object: 'chat.completion', choices, usage: { total_tokens: 17 } } };
}
