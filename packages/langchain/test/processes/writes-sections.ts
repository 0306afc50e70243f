import { open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { sections } from '../graphs/sections.ts';

/** Drives the thread whose sections are to be written, and shows others what is said. */
const [path = ''] = process.argv.slice(2);
const cairn = open({ store: sqlite(path), graphs: [sections], outputs: 'stored' });
await cairn.thread(sections, 'deep').ended();
await cairn.close();
