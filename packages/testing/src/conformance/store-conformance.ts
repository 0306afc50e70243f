import { appending } from './appending.ts';
import { changing } from './changing.ts';
import { fidelity } from './fidelity.ts';
import { finding } from './finding.ts';
import { saying } from './saying.ts';
import { keeping } from './keeping.ts';
import { listing } from './listing.ts';
import { owning } from './owning.ts';
import { reading } from './reading.ts';
import { removing } from './removing.ts';
import { sending } from './sending.ts';
import { showing } from './showing.ts';
import { sideTables } from './side-tables.ts';
import type { StoreClaim } from './store-claim.ts';
import { taking } from './taking.ts';
import { waking } from './waking.ts';

/**
 * What every store must do, as claims that any test runner can run.
 *
 * @example
 * for (const { name, run } of storeConformance) test(name, () => run({ open: () => memory() }));
 */
export const storeConformance: readonly StoreClaim[] = [
  ...appending,
  ...fidelity,
  ...reading,
  ...owning,
  ...taking,
  ...changing,
  ...waking,
  ...listing,
  ...keeping,
  ...removing,
  ...sending,
  ...showing,
  ...sideTables,
  ...finding,
  ...saying,
];
