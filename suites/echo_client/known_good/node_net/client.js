const net = require("net");

const [port, text] = process.argv.slice(2);
const connection = net.connect(Number(port), "localhost");
let reply = "";

connection.setTimeout(3000, () => connection.destroy(new Error("timed out")));
connection.on("connect", () => connection.end(text));
connection.on("data", (data) => { reply += data; });
connection.on("end", () => console.log(JSON.stringify({ reply })));
connection.on("error", (error) => {
  console.error(error.message || error.code);
  process.exitCode = 1;
});
