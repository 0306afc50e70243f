import { counted } from '@cairn/core/store';
import { open } from '@cairn/core';
import { buildCommand, type Command } from '@stricli/core';
import type { Context } from '../context.ts';
import { reading, type DatabaseFlags } from '../database/database.ts';
import { exitCode } from '../exit-code.ts';
import { db, debug, json } from '../line/flags.ts';
import { jsonBlock } from '../printing/json-text.ts';

interface Flags extends DatabaseFlags {
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** Looks for damage in a database. */
export const command: Command<Context> = buildCommand<Flags, [], Context>({
  docs: {
    brief: 'Look for damage in a database',
    fullDescription:
      'Look for damage: in the file, and in every thread, whose checkpoints must be without gaps, readable, and come to what its snapshots say.',
  },
  parameters: { flags: { db, json, debug } },
  async func(flags) {
    await reading(this, flags, async (store) => {
      const cairn = open({ store, graphs: [], recover: false, drive: false });
      const verified = await cairn.verify({ onProgress: (done) => this.output.progress(counted(done, 'thread')) });
      const { damage, findings, threads, rows } = verified;
      this.output.endProgress();
      if (damage.length + findings.length > 0) this.exitCode = exitCode.problem;
      if (flags.json) {
        this.output.line(jsonBlock(verified));
        return;
      }
      for (const found of damage) this.output.line(`${this.output.paint('red', '✗')} ${found}`);
      for (const { thread, found } of findings)
        this.output.line(`${this.output.paint('red', '✗')} ${thread}  ${found}`);
      if (this.exitCode === exitCode.done) {
        this.output.line(
          `${this.output.paint('green', '✓')} ${counted(threads, 'thread')}, ${counted(rows, 'checkpoint')}: no damage.`,
        );
      }
    });
  },
});
