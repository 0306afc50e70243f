import type { Row } from '@cairn/core';
import type { Site } from '../site.ts';
import { showTable } from '../show/log-table.ts';
import { showOnce } from '../show/once.ts';
import { heading } from '../show/paint.ts';
import { readDeliveries } from '../world/receiver-control.ts';
import { deployList } from './programs.ts';

/** Prints a thread's log, and how often what it did was done. */
export function report(site: Site, thread: string, rows: readonly Row[], pickedUpAt: number | undefined): void {
  heading(`The log of ${thread}`);
  showTable(rows, pickedUpAt);
  const recorded = (name: RegExp): number =>
    rows.filter(({ cause, label }) => cause === 'step' && name.test(label ?? '')).length;
  const restarts = deployList(site).filter(({ author }) => author === 'runbook').length;
  const deliveries = readDeliveries(site.receiver).filter(({ key }) => key.startsWith(`${thread}/`)).length;
  showOnce(rows, [
    { name: 'restarts', recorded: recorded(/^restart/u), seen: restarts, by: 'the deploy list' },
    { name: 'deliveries', recorded: recorded(/^(page|summary)$/u), seen: deliveries, by: 'the receiver' },
  ]);
}
