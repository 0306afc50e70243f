import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

const folder = join(import.meta.dirname, 'src', 'file');

/** Puts the code and the styles into one HTML file, whose policy lets these run and nothing else. */
const oneFile: Plugin = {
  name: 'one-file',
  enforce: 'post',
  generateBundle(_, bundle) {
    const files = Object.values(bundle);
    const texts = (end: string): readonly string[] =>
      files
        .filter(({ fileName }) => fileName.endsWith(end))
        .map((file) => String(file.type === 'chunk' ? file.code : file.source).trim());
    const [script = '', ...scripts] = texts('.js').map(asciiCode);
    const [style = '', ...styles] = texts('.css').map(asciiStyle);
    if (files.length !== 2 || scripts.length + styles.length > 0)
      throw new Error(
        `A file that is sent is one script and one style, not ${files.map((file) => file.fileName).join(', ')}.`,
      );
    if (/<\/script|<!--/iu.test(script) || /<\/style/iu.test(style))
      throw new Error('The code would end the element that it stands in.');
    const policy = `default-src 'none'; script-src '${sumOf(script)}'; style-src '${sumOf(style)}'; base-uri 'none'; form-action 'none'`;
    const parts: Readonly<Record<string, string>> = {
      policy: `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
      style: `<style>${style}</style>`,
      script: `<script>${script}</script>`,
    };
    const source = readFileSync(join(folder, 'template.html'), 'utf8').replaceAll(
      /<!--(policy|style|script)-->/gu,
      (_found, name: string) => parts[name] ?? '',
    );
    for (const { fileName } of files) delete bundle[fileName];
    this.emitFile({ type: 'asset', fileName: 'thread.html', source });
  },
};

/** Code without controls and what is beyond ASCII: the file is the same however it is read, sent or printed. */
function asciiCode(code: string): string {
  return code.replaceAll(/[^\n -~]/gu, (letter) =>
    Array.from({ length: letter.length }, (_, at) => `\\u${letter.charCodeAt(at).toString(16).padStart(4, '0')}`).join(
      '',
    ),
  );
}

/** Styles, likewise. */
function asciiStyle(style: string): string {
  return style.replaceAll(/[^\n -~]/gu, (letter) => `\\${letter.codePointAt(0)?.toString(16)} `);
}

function sumOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** The page of a thread in one file, and what answers it there in place of a server. */
export default defineConfig({
  root: 'src/file',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  resolve: {
    alias: [
      { find: 'react', replacement: 'preact/compat' },
      { find: 'react-dom', replacement: 'preact/compat' },
      // What core and the server take of Node, as a browser has it.
      { find: /^.*\/base\/hash\.ts$/u, replacement: join(folder, 'node', 'hash.ts') },
      { find: /^.*\/export-source\.ts$/u, replacement: join(folder, 'node', 'export-source.ts') },
      { find: 'node:timers/promises', replacement: join(folder, 'node', 'timers.ts') },
      { find: /^node:(?:async_hooks|diagnostics_channel|fs|os)$/u, replacement: join(folder, 'node', 'absent.ts') },
    ],
  },
  plugins: [oneFile],
  build: {
    outDir: '../../dist/file',
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: false,
    cssCodeSplit: false,
    reportCompressedSize: false,
    rolldownOptions: { input: join(folder, 'main.tsx'), output: { format: 'iife', codeSplitting: false } },
  },
});
