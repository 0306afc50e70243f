import { isProblem } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';

const [how, path = '', who] = process.argv.slice(2);
if (who === 'nobody') process.setuid?.(65_534);

try {
  const store = sqlite(path, { readOnly: how === 'read' });
  const { threads } = await store.threads({});
  console.log(threads.map(({ id, head }) => `${id}@${head}`).join(' '));
  await store.close();
} catch (error) {
  console.log(isProblem(error) ? error.code : String(error));
}
