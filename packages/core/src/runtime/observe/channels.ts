import { channel, tracingChannel, type Channel, type TracingChannel } from 'node:diagnostics_channel';
import type { RuntimeEvent } from './event.ts';

/** A function around a piece of work, which `next` does. */
export type Interceptor<Of, End> = (of: Of, next: () => Promise<End>) => unknown;

/** The tracing channels of the process, one for each kind of work: `tracing:cairn:activity:start`, and so on. */
export const tracing: Readonly<Record<'activity' | 'step' | 'commit', TracingChannel<unknown, object>>> = {
  activity: tracingChannel('cairn:activity'),
  step: tracingChannel('cairn:step'),
  commit: tracingChannel('cairn:commit'),
};

/** A runtime's own functions around a kind of work, with the channel's subscribers outermost, while it has any. */
export function traced<Of extends object, End>(
  to: TracingChannel<unknown, object>,
  own: readonly Interceptor<Of, End>[],
): readonly Interceptor<Of, End>[] {
  return to.hasSubscribers ? [(of, next) => to.tracePromise(next, of), ...own] : own;
}

/** What has a beginning and an end is traced; what happens beside that is published under its type. */
type Published = Exclude<RuntimeEvent['type'], 'attempt' | 'run' | 'ended' | 'checkpoint'>;

/** Where an event of a runtime is published: `cairn:` and its type. */
export const channels: Readonly<Partial<Record<RuntimeEvent['type'], Channel>> & Record<Published, Channel>> = {
  started: channel('cairn:started'),
  taken: channel('cairn:taken'),
  output: channel('cairn:output'),
  status: channel('cairn:status'),
  released: channel('cairn:released'),
  lost: channel('cairn:lost'),
  refused: channel('cairn:refused'),
  broken: channel('cairn:broken'),
  failing: channel('cairn:failing'),
  stopping: channel('cairn:stopping'),
  stopped: channel('cairn:stopped'),
};
