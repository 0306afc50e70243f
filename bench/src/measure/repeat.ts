import { Bench } from 'tinybench';
import type { Measured } from './job.ts';
import { median } from './median.ts';

/** How long something took, in milliseconds: by the clock, and of the processor's time, whatever else it did meanwhile. */
export interface Duration {
  readonly wall: number;
  readonly cpu: number;
}

/** How long something takes. */
export async function timed(work: () => unknown): Promise<Duration> {
  const cpu = process.cpuUsage();
  const began = performance.now();
  await work();
  const wall = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  return { wall, cpu: (user + system) / 1_000 };
}

/**
 * Does the same work again and again, warmed up, each time after a full garbage collection, and gives the medians.
 *
 * `once` says how long its work took, so that making and removing files is not measured.
 */
export async function repeat(once: () => Promise<Duration>, quick: boolean): Promise<Duration> {
  const bench = new Bench({
    time: quick ? 250 : 800,
    iterations: quick ? 2 : 3,
    warmupTime: quick ? 200 : 500,
    warmupIterations: 1,
    throws: true,
  });
  let cpu: number[] = [];
  bench.add(
    'work',
    async () => {
      const began = performance.now();
      const duration = await once();
      cpu.push(duration.cpu);
      return { overriddenDuration: duration.wall, overriddenIterationCost: performance.now() - began };
    },
    { beforeAll: () => void (cpu = []), beforeEach: () => globalThis.gc?.() },
  );
  const [task] = await bench.run();
  const result = task?.result;
  if (result === undefined || !('latency' in result)) throw new Error(`nothing was measured: ${result?.state}`);
  return { wall: result.latency.p50, cpu: median(cpu) };
}

/** Microseconds a piece of work. */
export function perPiece({ wall, cpu }: Duration, pieces: number): Measured {
  return { us: (1_000 * wall) / pieces, usCpu: (1_000 * cpu) / pieces };
}
