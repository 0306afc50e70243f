import { graph } from '@cairn/core';

console.log('the module speaks');
process.stdout.write('raw\n');

/** Says a lot on stdout. */
export const noisy = graph({
  name: 'noisy',
  state: {},
  start: 'speak',
  nodes: {
    speak: {
      run: () => {
        console.log('the activity speaks');
        console.info('and again');
      },
      next: 'end',
    },
    end: { final: true },
  },
});
