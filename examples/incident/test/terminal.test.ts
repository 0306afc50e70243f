import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { pathOf, Playground } from './playing.ts';

const hasPython = spawnSync('python3', ['--version']).status === 0;

// Python's standard library makes the pseudo-terminal.
describe.skipIf(!hasPython)('a person in the terminal', () => {
  test('is shown the hypothesis and the remedy, and approves', async () => {
    await using ground = new Playground({ USER: 'ada' });
    const { code, stdout } = await ground.playInTerminal(
      [
        ['Approve?', 'what?\r'],
        ['Approve?', 'y\r'],
      ],
      '--wait',
      '10m',
    );
    expect(code).toBe(0);
    const shown = plain(stdout);
    expect(shown).toContain('v1.4.2 fails orders with "cart cache: allocation failed" and leaks memory');
    expect(shown).toMatch(/Remedy +restart checkout at v1\.4\.1/u);
    expect(stdout).toContain('\u001b[1mApproval\u001b[22m');
    expect(ground.deliveries()).toMatchObject([{ summary: { approvedBy: 'ada' } }]);
    expect(ground.restarts()).toEqual(['v1.4.1']);
  });

  test('rejects', async () => {
    await using ground = new Playground({ USER: 'ada' });
    const { code, stdout } = await ground.playInTerminal([['Approve?', 'n\r']], '--wait', '10m');
    expect(code).toBe(0);
    expect(plain(stdout)).toContain('checkout waits for a human: the remedy was rejected: ada said no.');
    expect(ground.restarts()).toEqual([]);
  });

  test('says nothing: after the wait it goes on without an answer', async () => {
    await using ground = new Playground();
    const { code, stdout } = await ground.playInTerminal([], '--wait', '100ms');
    expect(code).toBe(0);
    expect(plain(stdout)).toContain('No answer within 0.1 s, so this example approves on its own.');
  });

  test('interrupts: the next process goes on from there', async () => {
    await using ground = new Playground({ NO_COLOR: '1' });
    const { code, stdout } = await ground.playInTerminal([['Approve?', '\u0003']], '--wait', '10m');
    expect(code).toBe(130);
    expect(stdout).toContain('Interrupted. The next `npm start` goes on from here.');
    expect(stdout).not.toContain('\u001b[1mApproval');
    expect(await ground.play()).toMatchObject({ code: 0 });
    const logs = await ground.logs();
    expect(logs.size).toBe(1);
    for (const rows of logs.values()) expect(pathOf(rows).at(-1)).toBe('closed');
  });
});

/** What is on the screen, without colours, on one line. */
function plain(text: string): string {
  // oxlint-disable-next-line no-control-regex -- colours are control characters
  return text.replaceAll(/\u001b\[[\d;]*[A-Za-z]/gu, '').replaceAll(/\s+/gu, ' ');
}
