import type { Checkpoint, CheckpointMetadata, ChannelVersions } from '@langchain/langgraph-checkpoint';

/** The n-th of some ids, which stand in the order of their numbers. */
export function idOf(number: number): string {
  return `1f1ec034-${number.toString(16).padStart(4, '0')}-6950-8000-0bbcaa712343`;
}

export const about: CheckpointMetadata = { source: 'loop', step: 1, parents: {} };

/** A checkpoint whose channels are all of one version. */
export function checkpoint(id: string, values: Readonly<Record<string, unknown>>, version = 1): Checkpoint {
  const channel_versions: ChannelVersions = Object.fromEntries(Object.keys(values).map((name) => [name, version]));
  const ts = '2026-11-29T12:00:00.000Z';
  return { v: 4, id, ts, channel_values: { ...values }, channel_versions, versions_seen: {} };
}

/** Where a checkpoint is, or the newest of a thread. */
export function at(thread: string, id?: string, ns = ''): { configurable: Record<string, string> } {
  return { configurable: { thread_id: thread, checkpoint_ns: ns, ...(id !== undefined && { checkpoint_id: id }) } };
}
