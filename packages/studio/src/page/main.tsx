import { render } from 'preact';
import { readKept } from './data/kept.ts';
import { App } from './shell/app.tsx';

// The light that was chosen is there before anything is drawn.
const theme = readKept('theme');
if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;

const root = document.getElementById('app');
if (root !== null) render(<App />, root);
