import type { Codec } from '../../base/value/codec.ts';
import { decode } from '../../base/value/decode.ts';
import { encode } from '../../base/value/encode.ts';
import type { StoredOutput } from '../../store/contract/store.ts';
import type { OfRun, Shown } from '../observe/event.ts';

type Output = Extract<Shown, { type: 'output' }>;

/** The event of a run that begins: `attempt` for the first of an attempt, `run` for any other. */
export function beginningOf({ thread, lane, node, visit, attempt, run }: OfRun): Shown {
  const place = { thread, lane, node, visit, attempt };
  return run === 1 ? { type: 'attempt', ...place } : { type: 'run', ...place, run };
}

/** An output as it is stored; `begins` where it is the first of its run, so that readers are told that the run began. */
export function writeOutput({ lane, node, visit, attempt, run, data }: Output, begins: boolean, codec: Codec): string {
  return encode({ lane, node, visit, attempt, run, ...(begins && { begins }), data }, codec);
}

/** What a kept output tells, in order. */
export function readOutput(thread: string, { n, body }: StoredOutput, codec: Codec): readonly Shown[] {
  const read = decode(body, codec, { path: `output ${n}`, unknown: 'keep' });
  if (typeof read !== 'object' || read === null || !('run' in read)) return [];
  const { begins, ...output } = read as Omit<Output, 'type' | 'thread'> & { readonly begins?: boolean };
  const told: Output = { type: 'output', thread, ...output };
  return begins === true ? [beginningOf(told), told] : [told];
}
