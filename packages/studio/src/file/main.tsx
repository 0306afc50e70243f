/** Begins the page of a file: reads the thread that the file has, and has the page ask it in place of a server. */

import { render } from 'preact';
import { askInstead } from '../page/data/api.ts';
import { stopServerTime } from '../page/data/clock.ts';
import { readKept } from '../page/data/kept.ts';
import { Failure } from '../page/parts/states.tsx';
import { answersOf } from './answers.ts';
import { FileApp } from './file-app.tsx';
import { heldIn, linesOf } from './held-thread.ts';
import './file.css';

async function begin(app: HTMLElement, element: HTMLElement): Promise<void> {
  const theme = readKept('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset['theme'] = theme;
  const held = heldIn(element);
  try {
    const answers = await answersOf(await linesOf(held.text()));
    stopServerTime(held.at);
    askInstead(answers);
    app.replaceChildren();
    render(<FileApp thread={answers.thread} held={held} />, app);
  } catch (error) {
    app.replaceChildren();
    render(
      <Failure what="This file cannot be read: it is damaged, or was cut off" error={new Error(String(error))} />,
      app,
    );
  }
}

const [app, element] = ['app', 'thread'].map((id) => document.getElementById(id));
if (app && element) void begin(app, element);
