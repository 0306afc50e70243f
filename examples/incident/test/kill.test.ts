import { describe, expect, test } from 'vitest';
import { pathOf, Playground, stepsOf } from './playing.ts';

const whole = ['triage', 'gather', 'investigate', 'approval', 'remediate', 'notify', 'closed'];

describe('a process that is killed in the middle of a node', () => {
  test.each([
    ['gather', 'is on disk.'],
    ['investigate', 'Its step "correlate" is on disk.'],
    ['approval', 'The thread has just come there.'],
    ['remediate', 'Its step "restart 1" is on disk.'],
    ['notify', 'Its step "summary" is on disk.'],
    ['closed', 'The thread has just come there.'],
  ])(
    '%s: the next one finishes the incident, and no step is done twice',
    async (node, message) => {
      await using ground = new Playground();
      const killed = await ground.play('--kill', node);
      expect(killed).toMatchObject({ code: null, signal: 'SIGKILL' });
      expect(killed.stdout).toContain(`SIGKILL in the middle of "${node}"`);
      expect(killed.stdout).toContain(message);
      const [before = []] = (await ground.logs()).values();

      const { code, stdout, stderr } = await ground.play();
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const logs = await ground.logs();
      const [[thread, rows] = ['', []]] = logs;
      expect(logs.size).toBe(1);
      expect(stdout).toMatch(new RegExp(`thread +${thread}, \\w+ at checkpoint ${before.length}`, 'u'));
      expect(rows.slice(0, before.length)).toEqual(before);
      expect(pathOf(rows)).toEqual(whole);
      expect(new Set(stepsOf(rows)).size).toBe(stepsOf(rows).length);
      expect(ground.restarts()).toEqual(['v1.4.1']);
      expect(ground.deliveries()).toMatchObject([{ key: `${thread}/notify.1#summary`, duplicate: false }]);
      expect(stdout).toContain('10 on disk, none of them twice');
      expect(stdout).toContain('once on disk, once by the deploy list');
      expect(stdout).toContain('once on disk, once by the receiver');
    },
    300_000,
  );

  test('again and again: it still finishes', async () => {
    await using ground = new Playground();
    for (const node of ['logs', 'reason', 'remediate', 'remediate', 'notify']) {
      expect(await ground.play('--kill', node)).toMatchObject({ signal: 'SIGKILL' });
    }
    expect(await ground.play()).toMatchObject({ code: 0 });
    const [rows = []] = (await ground.logs()).values();
    expect(pathOf(rows)).toEqual(whole);
    expect(ground.restarts()).toEqual(['v1.4.1']);
    expect(ground.deliveries()).toHaveLength(1);
  }, 300_000);
});
