import { decode } from '../../base/value/decode.ts';
import type { ThreadRecord } from '../../store/contract/record.ts';
import type { Summary } from '../../store/told-record.ts';

/** A record as JSON shows it: its summary is no text but what the text says, with what was said with its questions as the values that these are. */
export function recordJson(record: ThreadRecord): Omit<ThreadRecord, 'summary'> & { readonly summary: Summary | null } {
  const { summary } = record;
  return {
    ...record,
    summary: summary === null ? null : (decode(summary, undefined, { unknown: 'keep', path: 'summary' }) as Summary),
  };
}
