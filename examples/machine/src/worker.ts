/** Drives whatever is to be driven, until it is stopped. */
import { open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { onboarding } from './onboarding.ts';

const cairn = open({ store: sqlite(process.argv[2] ?? ''), graphs: [onboarding], lease: '1s' });
process.once('SIGTERM', () => void cairn.close());
// Keeps the process when nothing is to be done.
const alive = setInterval(() => undefined, 60_000);
await cairn.work();
clearInterval(alive);
