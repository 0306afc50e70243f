import { Bench } from 'tinybench';
import type { Measured } from './job.ts';
import { median } from './median.ts';

/** How long something took, in milliseconds: by the clock, and of the processor's time, whatever else it did meanwhile. */
export interface Duration {
  readonly wall: number;
  readonly cpu: number;
}

/** How long something short takes, by the clock alone: asking for the processor's time would cost as much as a turn. */
export async function timedBriefly(work: () => unknown): Promise<Duration> {
  const began = performance.now();
  await work();
  return { wall: performance.now() - began, cpu: Number.NaN };
}

/** How long something takes. */
export async function timed(work: () => unknown): Promise<Duration> {
  const cpu = process.cpuUsage();
  const began = performance.now();
  await work();
  const wall = performance.now() - began;
  return { wall, cpu: millisecondsSince(cpu) };
}

/**
 * Does the same work again and again, warmed up, and gives the medians.
 *
 * `once` says how long its work took, so that making and removing files is not measured. How often it is done depends on the
 * processor's time, so that a busy machine warms up as much as a quiet one. Garbage is collected half way through the
 * warm-up: V8 then gives up the optimized code of classes that no object is left of, and it takes a while until it is there
 * again, which a service that is at work never sees.
 */
export async function repeat(once: () => Promise<Duration>, quick: boolean): Promise<Duration> {
  const [firstWarmUp, warmUp] = quick ? [0, 400] : [1_500, 1_500];
  await keepAt(firstWarmUp, once);
  globalThis.gc?.();
  const bench = new Bench({
    time: quick ? 300 : 1_000,
    iterations: quick ? 2 : 3,
    warmupTime: warmUp,
    warmupIterations: 1,
    throws: true,
  });
  let cpu: number[] = [];
  const begin = (): void => void (cpu = []);
  const work = async (): Promise<object> => {
    const before = process.cpuUsage();
    const took = await once();
    cpu.push(took.cpu);
    return { overriddenDuration: took.wall, overriddenIterationCost: millisecondsSince(before) };
  };
  const [task] = await bench.add('work', work, { beforeAll: begin }).run();
  const result = task?.result;
  if (result === undefined || !('latency' in result)) throw new Error(`nothing was measured: ${result?.state}`);
  return { wall: result.latency.p50, cpu: median(cpu) };
}

/** Does work once, and again until it took so many milliseconds of the processor's time. */
export async function keepAt(milliseconds: number, work: () => Promise<unknown>): Promise<void> {
  const began = process.cpuUsage();
  do await work();
  while (millisecondsSince(began) < milliseconds);
}

function millisecondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** Microseconds a piece of work. */
export function perPiece({ wall, cpu }: Duration, pieces: number): Measured {
  return { us: (1_000 * wall) / pieces, usCpu: (1_000 * cpu) / pieces };
}
