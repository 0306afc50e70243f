import { isOver, statusOf } from '../../advance/status.ts';
import type { Row } from '../../advance/state/row.ts';
import { isProblem } from '../../base/problem/problem.ts';
import { load, loadRows } from '../../store/load.ts';
import { refusalOf, type Divergence } from './divergence.ts';
import type { ReplayEnd, ReplayOf } from './replay-of.ts';
import { versionOf } from '../versions/version-at.ts';
import { migrate } from '../versions/versions.ts';

/**
 * How a replay ends that diverged where today's graph has a `migrate` for what the thread last ran with; undefined where it has
 * none. What an older graph recorded need not replay then, so the divergence counts as `older`. Another is told where that
 * `migrate` fails, as the thread could not be driven on.
 */
export async function beforeMigration(
  { store, record, plan, reading }: ReplayOf,
  { checkpoints, older }: ReplayEnd,
  divergence: Divergence,
): Promise<ReplayEnd | undefined> {
  const { fingerprint } = record;
  if (fingerprint === plan.fingerprint) return undefined;
  const last = await versionOf(store, fingerprint);
  const ways = plan.graphs['']?.migrations ?? [];
  if (!ways.some(({ from }) => from !== undefined && (from === fingerprint || from === last.plan?.version)))
    return undefined;
  const end = { checkpoints, skipped: record.head - checkpoints, older: [...older, divergence] };
  const { snapshot } = await load(store, record.id, reading);
  if (isOver(statusOf(snapshot))) return end;
  try {
    migrate(plan, snapshot, last, { now: snapshot.time, codec: reading.codec });
    return end;
  } catch (error) {
    if (!isProblem(error)) throw error;
    const [input] = await loadRows(store, record.id, reading, { from: record.head });
    return { ...end, divergence: refusalOf({ input: input as Row, before: snapshot }, 'refused', error.message) };
  }
}
