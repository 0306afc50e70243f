// The command as it is built.
void import('./resolve.mjs').then(() => import('../../packages/cli/built/cairn.js'));
