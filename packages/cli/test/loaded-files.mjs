// Preloaded: writes what a program loads, a line each, to the file that LOADED_FILES names: files as URLs, and at the end modules of Node.
const { appendFileSync } = process.getBuiltinModule('node:fs');
const { registerHooks } = process.getBuiltinModule('node:module');

registerHooks({
  load(url, context, next) {
    if (url.startsWith('file:')) appendFileSync(process.env.LOADED_FILES, `${url}\n`);
    return next(url, context);
  },
});

process.on('exit', () => appendFileSync(process.env.LOADED_FILES, process.moduleLoadList.join('\n')));
