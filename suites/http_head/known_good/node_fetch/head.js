// Node's fetch: names of fields are in small letters, whatever they were.
fetch(process.argv[2], { method: "HEAD", signal: AbortSignal.timeout(3000) })
  .then((answer) => {
    console.log(answer.status, answer.statusText);
    for (const [name, value] of answer.headers) console.log(`${name}: ${value}`);
  })
  .catch((error) => {
    console.error(error.message, error.cause ? error.cause.message : "");
    process.exit(1);
  });
