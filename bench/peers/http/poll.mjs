// Polls a page as a monitor in Node does: fetch and JSON.parse. Arguments: address, polls.
const [url, count] = process.argv.slice(2);
const polls = Number(count);

async function poll() {
  const answer = await fetch(url, { headers: { "Accept-Encoding": url.split("/")[3] } });
  const products = JSON.parse(await answer.text()).products;
  return new Map(products.map((p) => [p.id, p.variants.map((v) => `${v.id} ${v.price} ${v.available}`).join()]));
}

const known = await poll();
for (let i = 0; i < polls; i++) await poll();
const before = process.cpuUsage();
for (let i = 0; i < polls; i++) {
  for (const [id, variants] of await poll()) {
    if (known.get(id) !== variants) throw new Error(`product ${id}`);
  }
}
const used = process.cpuUsage(before);
const each = (used.user + used.system) / 1000 / polls;
console.log(JSON.stringify({ peer: `node ${process.version}`, polls, cpu_ms_per_poll: Number(each.toFixed(3)) }));
