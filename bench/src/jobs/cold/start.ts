import type { Job, Measured } from '../../measure/job.ts';
import { join } from 'node:path';
import { median } from '../../measure/median.ts';
import { freshFile } from '../../measure/scratch.ts';
import { outputOf } from '../../run-job.ts';
import { consumerIn } from './consumer.ts';
import { installedBytes } from './installed.ts';
import { installs, type Said } from './programs.ts';

/** A job that starts a program again and again, each time after one that is bare Node. */
export function coldStart(program: string): Job {
  return async ({ folder, quick }): Promise<Measured> => {
    const consumer = consumerIn(folder);
    const runs: Measured[] = [];
    for (let time = 0; time < (quick ? 5 : 15); time++) {
      const node = await said(consumer, 'node', folder);
      const whole = await said(consumer, program, folder);
      runs.push({
        over: whole.first - node.first,
        overCpu: whole.cpu - node.cpu,
        importedOver: whole.imported - node.imported,
        rss: (whole.rss - node.rss) / 2 ** 20,
      });
    }
    const of = (name: string): number => median(runs.map((run) => run[name] ?? Number.NaN));
    const packages = installs[program] ?? [];
    const [all, own] = [installedBytes(packages, consumer), installedBytes(packages, consumer, ['better-sqlite3'])];
    return {
      over: of('over'),
      overCpu: of('overCpu'),
      importedOver: of('importedOver'),
      rss: of('rss'),
      size: all / 2 ** 20,
      ownSize: own / 2 ** 20,
    };
  };
}

async function said(consumer: string, program: string, folder: string): Promise<Said> {
  return JSON.parse(await outputOf([join(consumer, `${program}.mjs`), freshFile(folder)], consumer)) as Said;
}
