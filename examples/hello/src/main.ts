import { graph, run } from '@cairn/core';
import { z } from 'zod';

const hello = graph({
  name: 'hello',
  state: { name: z.string(), greeting: z.string().optional() },
  start: 'greet',
  nodes: {
    greet: { run: (s) => ({ greeting: `Hello, ${s.name}!` }), next: 'greeted' },
    greeted: { final: true },
  },
});

const result = await run(hello, { name: process.argv[2] ?? 'Ada' });
console.log(result.state.greeting);
