// Node's fetch: chunked or not, redirects and certificates are its own affair.
const [url, ...fields] = process.argv.slice(2);
const target = new URL(url);
for (const field of fields) {
  const at = field.indexOf("=");
  target.searchParams.append(field.slice(0, at), field.slice(at + 1));
}
fetch(target, { signal: AbortSignal.timeout(3000) })
  .then(async (answer) => {
    console.log(await answer.text());
    if (!answer.ok) throw new Error(`status ${answer.status}`);
  })
  .catch((error) => {
    console.error(error.message, error.cause ? error.cause.message : "");
    process.exitCode = 1;
  });
