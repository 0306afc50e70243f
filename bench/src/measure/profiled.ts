import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';

/** Does work twice, and writes where the time of the second went to a file: the first loads and compiles all of it. */
export async function profiled<Value>(file: string, work: () => Promise<Value>): Promise<Value> {
  await work();
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 200 });
  await session.post('Profiler.start');
  const value = await work();
  const { profile } = await session.post('Profiler.stop');
  writeFileSync(file, JSON.stringify(profile));
  return value;
}
