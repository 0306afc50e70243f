import { counted } from '@cairn/core/store';

/** Something of a graph of LangGraph that its conversion has no place for, or does otherwise. */
export interface Gap {
  /** What it is of: `node "tools"`, `channel "log"`. */
  readonly at: string;
  readonly why: string;
  /** What closes it. */
  readonly mend?: string;
}

/** Thrown by `convert` where a graph does not map as it is; `gaps` has all that stands in the way. */
export class NotConverted extends Error {
  override readonly name = 'CairnNotConverted';
  readonly gaps: readonly Gap[];

  constructor(graph: string, gaps: readonly Gap[]) {
    const lines = gaps.map(({ at, why, mend }) => `- ${at}: ${why}${mend === undefined ? '' : ` ${mend}`}`);
    super(`Graph "${graph}" cannot be converted, for ${counted(gaps.length, 'reason')}.\n${lines.join('\n')}`);
    this.gaps = gaps;
  }
}
