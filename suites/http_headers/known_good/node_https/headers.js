// Node's http module, which leaves redirects and time limits to whoever uses it.
const http = require("http");
const https = require("https");

const [url, ...fields] = process.argv.slice(2);
const headers = Object.fromEntries(fields.map((field) => {
  const at = field.indexOf("=");
  return [field.slice(0, at), field.slice(at + 1)];
}));

function fail(error) {
  console.error(String(error));
  process.exit(1);
}

function get(where) {
  const module = where.protocol === "https:" ? https : http;
  const request = module.get(where, { headers, timeout: 3000 }, (answer) => {
    if ([301, 302, 303].includes(answer.statusCode)) return get(new URL(answer.headers.location, where));
    if (answer.statusCode >= 400) fail(`status ${answer.statusCode}`);
    answer.on("error", fail).on("aborted", () => fail("the answer broke off"));
    answer.pipe(process.stdout);
  });
  request.on("error", fail).on("timeout", () => request.destroy(new Error("no answer")));
}
get(new URL(url));
