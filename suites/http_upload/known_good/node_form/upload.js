// Node's FormData; the file has a type of its own.
const fs = require("fs");
const path = require("path");

const [url, file = "data.csv"] = process.argv.slice(2);
const form = new FormData();
form.append("file", new Blob([fs.readFileSync(file)], { type: "text/csv" }), path.basename(file));
fetch(url, { method: "POST", body: form, signal: AbortSignal.timeout(5000) })
  .then(async (answer) => {
    console.log(answer.status, await answer.text());
  })
  .catch((error) => {
    console.error(error.message, error.cause ? error.cause.message : "");
    process.exit(1);
  });
