/** A write as it stands in its task's item: its number and path only where they are not what they are for most. */
export type WrittenWrite = readonly [channel: string, json: unknown, number?: number, path?: string];

/** What a task wrote, as its item has it. */
export interface Written {
  readonly p?: string;
  readonly w: readonly WrittenWrite[];
}
