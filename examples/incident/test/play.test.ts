import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readOptions } from '../src/options.ts';
import { ensureReceiver } from '../src/world/receiver-control.ts';
import { findService } from '../src/world/service-control.ts';
import { pathOf, Playground, stepsOf } from './playing.ts';

const nobodyAsked = ['triage', 'gather', 'investigate', 'approval', 'remediate', 'notify', 'closed'];

describe('an incident', () => {
  test('is played through without a terminal, from the alert to the summary', async () => {
    await using ground = new Playground();
    const { code, stdout, stderr } = await ground.play();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/service +checkout v1\.4\.2 on http:\/\/127\.0\.0\.1:\d+, process \d+/u);
    expect(stdout).toContain('40 orders sent, 10 failed; memory went from');
    expect(stdout).toMatch(/main +triage → gather +done/u);
    expect(stdout).toMatch(/main +gather +pass +opens logs, metrics, deploys/u);
    expect(stdout).toMatch(/gather\.1\/logs +· 10 of \d+ orders failed at v1\.4\.2: "cart cache: allocation failed"/u);
    expect(stdout).toMatch(/investigate\.1 +reason +step +correlate/u);
    expect(stdout).toMatch(
      /Remedy +restart checkout at v1\.4\.1\n {2}There is no terminal to ask in, so this example/u,
    );
    expect(stdout).toMatch(/main +approval → remediate +event +approve/u);
    expect(stdout).toContain('· 0 of 20 orders fail, /healthz says ok at v1.4.1');
    expect(stdout).toMatch(/seq +sec +lane +node +cause +what\n +1 +0\.000 +main +triage +start/u);
    expect(stdout).toMatch(/steps +10 on disk, none of them twice/u);
    expect(stdout).toMatch(/restarts +once on disk, once by the deploy list/u);
    expect(stdout).toMatch(/deliveries +once on disk, once by the receiver/u);
    expect(stdout).toContain('checkout works again at v1.4.1.');
    expect(stdout).toContain(ground.site.database);
    expect(stdout).toMatch(/processes +none/u);
    expect(stdout).not.toContain('\u001b[');

    const [[thread, rows] = ['', []]] = await ground.logs();
    expect(pathOf(rows)).toEqual(nobodyAsked);
    expect(ground.restarts()).toEqual(['v1.4.1']);
    expect(ground.deliveries()).toMatchObject([
      { key: `${thread}/notify.1#summary`, duplicate: false, summary: { text: 'checkout works again at v1.4.1.' } },
    ]);
    expect(await findService(ground.site.service)).toBeUndefined();
  });

  test('is followed by a new one from a bad version, and can be kept running', async () => {
    await using ground = new Playground();
    await ground.play();
    const { code, stdout } = await ground.play('--keep');
    expect(code).toBe(0);
    expect(stdout).toContain('40 orders sent, 10 failed');
    const logs = await ground.logs();
    expect(logs.size).toBe(2);
    for (const rows of logs.values()) expect(pathOf(rows)).toEqual(nobodyAsked);
    expect(ground.restarts()).toEqual(['v1.4.1']);
    expect(ground.deliveries()).toHaveLength(2);

    const service = await findService(ground.site.service);
    expect(service).toMatchObject({ version: 'v1.4.1', healthy: true });
    expect(stdout).toContain(`the service on ${service?.url}, and the receiver`);
    const { pid } = await ensureReceiver(ground.site.receiver);
    expect(stdout).toContain(`process ${pid}`);
  });

  test('that is rejected is handed to a human, and the service is left as it is', async () => {
    await using ground = new Playground();
    const { code, stdout } = await ground.play('--answer', 'no', '--kill', 'remediate');
    expect(code).toBe(0);
    expect(stdout).toContain('"remediate" was not reached, so nothing was killed.');
    const [[thread, rows] = ['', []]] = await ground.logs();
    expect(pathOf(rows)).toEqual(['triage', 'gather', 'investigate', 'approval', 'escalate', 'notify', 'closed']);
    expect(stepsOf(rows)).toContain(' escalate page');
    expect(ground.restarts()).toEqual([]);
    expect(ground.deliveries()).toMatchObject([
      { key: `${thread}/escalate.1#page`, summary: { reason: 'the remedy was rejected: the command line said no' } },
      { key: `${thread}/notify.1#summary` },
    ]);
  });
});

describe('a command line', () => {
  test('--help says what there is', async () => {
    await using ground = new Playground();
    const { code, stdout } = await ground.play('--help');
    expect(code).toBe(0);
    for (const option of ['--kill NODE', '--answer', '--wait', '--keep', '--data DIR'])
      expect(stdout).toContain(option);
  });

  test.each([
    ['--kil', 'There is no option --kil. See --help.'],
    ['-x', 'There is no option -x. See --help.'],
    ['--kill', '--kill needs a value. See --help.'],
    ['notify', '"notify" is not an option. See --help.'],
    ['--keep=yes', '--keep takes no value. See --help.'],
    ['--answer=maybe', '--answer is "yes" or "no", not "maybe".'],
    ['--wait=long', '--wait: "long" is not a duration. Write a number and a unit'],
  ])('%s is refused in one line', (option, message) => {
    expect(() => readOptions([option], '.')).toThrow(message);
    expect(() => readOptions([option], '.')).not.toThrow('\n');
  });

  test.each([
    ['--kil', 'There is no option --kil. See --help.\n'],
    ['--kill=notfy', 'There is no node "notfy". There are triage, gather, logs, metrics, deploys, investigate, begin,'],
  ])('%s ends the process with code 2, and nothing is done', async (option, message) => {
    await using ground = new Playground();
    const { code, stdout, stderr } = await ground.play(option);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr.trimEnd()).not.toContain('\n');
    expect(existsSync(ground.site.database)).toBe(false);
  });
});
