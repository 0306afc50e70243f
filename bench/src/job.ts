// Does one job and says what was measured: `node job.ts <work>/<contestant> <given> [profile]`, as the runner writes it.

import type { Given, Job } from './measure/job.ts';
import { profiled } from './measure/profiled.ts';

const [name, text, profile] = process.argv.slice(2);
const { job } = (await import(`./jobs/${name}.ts`)) as { job: Job };
const given = JSON.parse(text ?? '') as Given;
const measured = profile === undefined ? await job(given) : await profiled(profile, () => job(given));
console.log(JSON.stringify(measured));
