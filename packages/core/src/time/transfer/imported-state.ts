import { foldRow } from '../../advance/state/fold.ts';
import { draftOf, emptySnapshot, mainLane, treeOf, type Draft, type Snapshot } from '../../advance/state/snapshot.ts';
import { statusOf } from '../../advance/status.ts';
import { wholeRow } from '../../advance/state/whole-row.ts';
import type { Row } from '../../advance/state/row.ts';
import { readRow, type ReadBlob } from '../../store/text/row-text.ts';
import { readSnapshot, unreadKey, writeSnapshot } from '../../store/text/snapshot-text.ts';
import type { Blob, StoredRow, StoredSnapshot } from '../../store/contract/store.ts';
import { checkpointOf } from '../read/checkpoint.ts';
import { ExportedGraphs } from './exported-graphs.ts';
import { isJump } from '../read/jumps.ts';
import { bare } from '../read/part-of-log.ts';
import type { Exported } from './read-export.ts';

/** Up to so many characters of rows are folded without another snapshot, however small the state. */
const cheap = 64 * 1024;

/**
 * The state of an exported thread after the rows so far.
 *
 * 1. A row is of a lane that there is, at the node where the lane is, and leads to a node that one of the thread's graphs has.
 * 2. Where a state is given, the row before does not lead to it; where none is, it does.
 */
export class ImportedState {
  readonly #exported: Exported;
  readonly #blob: ReadBlob = (hash) => this.#exported.blobs.get(hash)?.body ?? '';
  readonly #graphs: ExportedGraphs;
  #draft: Draft = draftOf(emptySnapshot(''));
  /** Lengths of the text of rows since the last snapshot, and of that snapshot. */
  #since = 0;
  #last = 0;
  /** The turn of the row before; 0 where that does not say it. */
  #turn = 0;

  constructor(exported: Exported) {
    this.#exported = exported;
    this.#graphs = new ExportedGraphs(exported.plans);
  }

  take(stored: StoredRow, given: StoredSnapshot | undefined): void {
    const row = readRow(stored, bare.codec, this.#blob, true);
    const isFirst = this.#exported.rows[0] === stored;
    this.#mustBeOfTurn(row);
    const leadsOn = !isFirst || row.seq === 1;
    if (given !== undefined && leadsOn && !isJump(row)) throw new Error('it comes with a state of its own');
    if (row.cause === 'rewind') {
      const { at = 0 } = row.note ?? {};
      if (given === undefined) throw new Error('its state is missing');
      if (at < 1 || at >= row.seq) throw new Error(`it goes back to ${at}`);
    }
    if (row.cause === 'start' ? row.seq !== 1 || row.lane !== '' : row.seq === 1)
      throw new Error('it starts no thread');
    if (given === undefined) {
      this.#mustFollow(row);
      foldRow(this.#draft, row);
      this.#since += (stored.changes?.length ?? 0) + (stored.detail?.length ?? 0);
    } else {
      this.#draft = draftOf(readSnapshot('', given, bare.codec, this.#blob, true));
      this.#mustHold(this.#draft, row.seq);
      this.#since = 0;
      this.#last = given.body.length;
    }
  }

  /** What one input led to lies together; where the input was cut off, the first rows name one that is not there. */
  #mustBeOfTurn({ seq, turn }: Row): void {
    const follows = this.#turn === 0 || turn === this.#turn;
    if (turn !== 0 && turn !== seq && !follows) throw new Error(`it says that ${turn} led to it`);
    if (turn !== 0) this.#turn = turn;
  }

  #mustFollow(row: Row): void {
    const { lane: path, from, to, cause, note } = row;
    const lane = this.#draft.lanes.get(path);
    // A run may spend after its lane left the node or is gone: then the lane need not be there.
    if (cause === 'spend' && note?.left === true) return;
    if (cause !== 'start' && lane === undefined) throw new Error(`there is no lane "${path}" then`);
    if (lane !== undefined && lane.node !== from)
      throw new Error(`lane "${path}" is at "${lane.node}", not at "${from}"`);
    const graph = lane?.graph ?? '';
    const { changes, opened } = wholeRow(row, this.#draft);
    this.#graphs.mustWrite(graph, changes);
    if (to !== undefined) this.#graphs.mustHave(graph, to);
    if (opened !== undefined && opened.by !== 'graph' && opened.graph !== graph)
      throw new Error('its lanes are of another graph');
    for (const each of opened?.lanes ?? []) {
      this.#graphs.mustHave(opened?.graph ?? '', each.node);
      this.#graphs.mustWrite(opened?.graph ?? '', each.changes);
      if (this.#draft.lanes.get(each.path) !== undefined) throw new Error(`lane "${each.path}" is there already`);
    }
  }

  /** A state that was given: its lanes form one tree, at nodes that there are. */
  #mustHold(state: Snapshot, seq: number): void {
    if (state.seq !== seq) throw new Error(`it is the state of ${state.seq}`);
    const tree = treeOf(state, mainLane(state));
    if (tree.length !== state.lanes.all().length) throw new Error('its lanes form no tree');
    for (const { path, graph, node, parent, delta, values } of tree) {
      this.#graphs.mustHave(graph, node);
      this.#graphs.mustWrite(graph, delta);
      this.#graphs.mustHold(graph, values);
      const holds = parent === undefined || state.lanes.get(parent)?.fork?.lanes.includes(path) === true;
      if (!holds || (parent === undefined) !== (path === '') || (path === '' && graph !== ''))
        throw new Error(`lane "${path}" belongs to no other`);
    }
  }

  /** Throws where the last state cannot be shown or written again, or has another status than the first line says. */
  mustBeWhole(): void {
    const { status } = this.#exported.thread;
    const stands = statusOf(this.#draft);
    if (status !== 'running' && status !== stands) throw new Error(`the thread is ${stands}, and said to be ${status}`);
    checkpointOf(this.#draft);
    if (unreadKey(this.#draft) === undefined) writeSnapshot(this.#draft, bare.codec, []);
  }

  snapshotIfDue(): { readonly snapshot: StoredSnapshot; readonly blobs: readonly Blob[] } | undefined {
    if (this.#since < Math.max(cheap, this.#last) || unreadKey(this.#draft) !== undefined) return undefined;
    const blobs: Blob[] = [];
    const body = writeSnapshot(this.#draft, bare.codec, blobs);
    this.#since = 0;
    this.#last = body.length;
    return { snapshot: { seq: this.#draft.seq, body }, blobs };
  }
}
