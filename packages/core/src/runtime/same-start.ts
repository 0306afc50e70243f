import type { Row } from '../advance/row.ts';
import { encode } from '../base/encode.ts';
import { loadRows } from '../store/load.ts';
import type { Environment } from './environment.ts';

/** Whether a thread that exists was started as another would be by these rows. */
export async function isSameStart(
  { store, codec }: Environment,
  thread: string,
  rows: readonly Row[],
): Promise<boolean> {
  const [first] = await loadRows(store, thread, { codec }, { to: 1 });
  return first?.seq === 1 && encode(first.changes, codec) === encode(rows[0]?.changes, codec);
}
