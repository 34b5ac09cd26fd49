const tls = require("tls");

const [host, port, text] = process.argv.slice(2);
const connection = tls.connect(Number(port), host, () => connection.end(text));
let reply = "";

connection.setTimeout(3000, () => connection.destroy(new Error("timed out")));
connection.on("data", (data) => { reply += data; });
connection.on("end", () => console.log(reply));
connection.on("error", (error) => {
  console.error(error.message || error.code);
  process.exitCode = 1;
});
