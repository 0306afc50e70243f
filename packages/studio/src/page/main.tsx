import { render } from 'preact';
import { readKept } from './data/kept.ts';
import { followBy } from './data/live.ts';
import { followServer } from './data/live-shared.ts';
import { placing } from './drawing/placing.ts';
import { App } from './shell/app.tsx';

// The light that was chosen is there before anything is drawn.
const theme = readKept('theme');
if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;

followBy(followServer);
placing.worker = () => new Worker(new URL('./drawing/layout-worker.ts', import.meta.url), { type: 'module' });

const root = document.getElementById('app');
if (root !== null) render(<App />, root);
