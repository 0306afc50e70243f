import type { Codec } from '../../base/value/codec.ts';
import { decode } from '../../base/value/decode.ts';
import { encode } from '../../base/value/encode.ts';
import type { StoredOutput } from '../../store/contract/store.ts';
import type { OfRun, Shown } from '../observe/event.ts';

type Output = Extract<Shown, { type: 'output' }>;

/** What is told of a run that begins. */
export function beginningOf({ thread, lane, node, visit, attempt, run }: OfRun): Shown {
  const place = { thread, lane, node, visit, attempt };
  return run === 1 ? { type: 'attempt', ...place } : { type: 'run', ...place, run };
}

/** An output as it is kept; `begins` where its run has shown nothing before, so that others have not heard of it yet. */
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
