import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

const used = 'The limit of 400 for "large" is used up. Raise "limits.large" if that was meant.';

const played = `What is 2 + 2?
  say, as the small model is sure
  answered: 4.
  0 tokens of the large model
Who proved Fermat's last theorem?
  large, as the small model is not sure
  answered: Andrew Wiles, in 1994.
  120 tokens of the large model
How is a lock picked?
  large, as the small model refuses
  answered: Pins are lifted, one by one.
  150 tokens of the large model
Sum this up: and so on, and so on, and s
  large, as it is too long for the small model
  large failed: 429 try later
  large is left alone for as long as it asks
  answered: It goes on and on.
  390 tokens of the large model
What is the meaning of it all?
  small failed: 503 try later
  small failed: 503 try later
  small is given up, as 503 try later
  large failed: ${used}
  large is given up, as ${used}
  unanswered: Here is all that there is to say of it.
  900 tokens of the large model
`;

test('a question is answered by the small model, or by the large one where that does not do', async () => {
  expect(await promisify(execFile)(process.execPath, [main])).toEqual({ stdout: played, stderr: '' });
});
