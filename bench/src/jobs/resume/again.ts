import type { Given, Measured } from '../../measure/job.ts';
import { median } from '../../measure/median.ts';

/**
 * Opens, reads and forks a thread that another process wrote, from a file that is closed in between: the first time with
 * code that has never run, as in a command, then with code that has, as in a service.
 */
export async function again(given: Given, resumed: (given: Given) => Promise<Measured>): Promise<Measured> {
  const first = await resumed(given);
  const times: Measured[] = [];
  for (let time = 0; time < (given.quick ? 20 : 60); time++) times.push(await resumed(given));
  const measured: Record<string, number> = {};
  for (const [name, value] of Object.entries(first)) {
    measured[`${name}First`] = value;
    // The first half warms up.
    measured[name] = median(times.slice(times.length / 2).map((each) => each[name] ?? Number.NaN));
  }
  return measured;
}
