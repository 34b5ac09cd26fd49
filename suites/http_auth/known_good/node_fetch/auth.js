// Node's fetch drops Authorization by itself when a redirect leaves the origin.
const [url, ...rest] = process.argv.slice(2);
const fields = Object.fromEntries(rest.map((field) => field.split(/=(.*)/s).slice(0, 2)));
const word = Buffer.from(`${fields.user}:${fields.password}`).toString("base64");
fetch(url, { headers: { authorization: `Basic ${word}` }, signal: AbortSignal.timeout(3000) })
  .then(async (answer) => {
    console.log(answer.status, await answer.text());
  })
  .catch((error) => {
    console.error(error.message, error.cause ? error.cause.message : "");
    process.exit(1);
  });
