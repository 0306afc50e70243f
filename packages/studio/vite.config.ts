import { defineConfig } from 'vite';

/** The page, as it is put into the package: plain files, of which the server sends each as it is. */
export default defineConfig({
  root: 'src/page',
  // It is served under any path: the server names it in the page.
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  resolve: { alias: { react: 'preact/compat', 'react-dom': 'preact/compat' } },
  build: {
    outDir: '../../dist/page',
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  worker: { format: 'es' },
});
