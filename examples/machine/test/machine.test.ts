import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

const played = `Killed while it was: provisioning
Another worker went on: ready { account: 'ada/small', plan: 'small' }
Asked for 2 times, under 1 key
  1 xstate.init: filling in
  3 SUBMIT: verifying
  6 xstate.done.actor.0.onboarding.verifying: choosing
  7 CHOOSE: provisioning
  10 xstate.done.actor.0.onboarding.provisioning: ready
From before the choice, with another: ready { account: 'ada/large', plan: 'large' }
`;

test('a machine is killed while a promise of its is under way, goes on in another process, and is sent another way from its past', async () => {
  expect(await promisify(execFile)(process.execPath, [main])).toEqual({ stdout: played, stderr: '' });
});
