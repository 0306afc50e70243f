import type { Row } from '../../advance/state/row.ts';
import type { Commit, NewThread, Soon } from '../../store/contract/store.ts';
import type { CommitAround, Interceptors } from '../observe/around.ts';
import type { Environment } from '../environment/environment.ts';
import { tellWritten } from './tell-written.ts';
import { surround } from '../observe/surround.ts';

/** Commits within what is around that. */
export function commitAround(
  { around, owner }: Pick<Environment, 'around' | 'owner'>,
  commit: Commit,
  rows: readonly Row[],
  write: () => Soon<'ok' | 'stale'>,
): Soon<'ok' | 'stale'> {
  return within(around.commit, ofCommit(owner, commit.thread, false, rows, commit), write, asItIs);
}

/** Creates a thread, within what is around commits: `stale` where its id is taken; that it was made is told. */
export function creationAround(
  environment: Pick<Environment, 'around' | 'events' | 'codec' | 'owner'>,
  thread: NewThread,
  rows: readonly Row[],
  create: () => Soon<boolean>,
): Soon<boolean> {
  const { id, graph } = thread;
  const { commit: interceptors } = environment.around;
  const end = (isCreated: boolean): 'ok' | 'stale' => (isCreated ? 'ok' : 'stale');
  const written =
    interceptors.length === 0
      ? create()
      : within(interceptors, ofCommit(environment.owner, id, true, rows, thread), create, end);
  tellWritten(environment, { of: { thread: id }, rows, graph, written, good: true });
  return written;
}

/** What is told of a commit: its checkpoints are copies, for those that are written are what the thread goes on with. */
function ofCommit(
  owner: string,
  thread: string,
  creates: boolean,
  rows: readonly Row[],
  written: Written,
): CommitAround {
  return { thread, owner, creates, rows: rows.map((row) => ({ ...row })), bytes: bytesOf(written) };
}

/** What writes never throws at once: it fails later. */
function within<Made>(
  interceptors: Interceptors['commit'],
  of: CommitAround,
  write: () => Soon<Made>,
  endOf: (made: Made) => 'ok' | 'stale',
): Soon<Made> {
  let made: Soon<Made> | undefined;
  const begin = async (): Promise<'ok' | 'stale'> => {
    made = write();
    return endOf(await made);
  };
  void surround({ interceptors, what: 'around.commit', of, isAtOnce: true, begin });
  return made as Soon<Made>;
}

function asItIs<Value>(value: Value): Value {
  return value;
}

/** The texts of a commit. */
type Written = Pick<Commit, 'rows' | 'blobs' | 'snapshot'>;

/** How long they are. */
function bytesOf({ rows, blobs = [], snapshot }: Written): number {
  let bytes = snapshot?.body.length ?? 0;
  for (const { changes, detail } of rows) bytes += (changes?.length ?? 0) + (detail?.length ?? 0);
  for (const { body } of blobs) bytes += body.length;
  return bytes;
}
