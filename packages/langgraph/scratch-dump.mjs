import D from 'better-sqlite3';
const d = new D('/dev/shm/lg-cairn.db', { readonly: true });
for (const r of d.prepare('select number, thread, name, key, body, blob from item').all())
  console.log(r.number, r.name, JSON.stringify(r.key), r.body?.slice(0, 900));
console.log(
  d.prepare('select name, count(*) n, sum(length(body)) b, sum(length(key)) k from item group by name').all(),
);
