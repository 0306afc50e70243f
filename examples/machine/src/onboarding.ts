import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { fromXState } from '@cairn/xstate';
import { machine } from './machine.ts';

/** Where the world outside writes down what was asked of it. */
const world = process.env['WORLD'] ?? '';

/** What was asked of the world outside. */
export function askedFor(): readonly string[] {
  return existsSync(world) ? readFileSync(world, 'utf8').trimEnd().split('\n') : [];
}

/** The machine, durable. Its promise asks a world that does not answer the first time, so that there is something to kill. */
export const onboarding = fromXState('onboarding', machine, {
  tasks: {
    provision: {
      attempts: 3,
      run: async ({ input, key }) => {
        const { name, plan } = input;
        const isFirst = askedFor().length === 0;
        appendFileSync(world, `${key}\n`);
        if (isFirst) await new Promise(() => console.log('provisioning'));
        return `${name}/${plan}`;
      },
    },
  },
});
