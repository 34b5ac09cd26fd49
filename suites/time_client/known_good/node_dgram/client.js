const dgram = require("dgram");

const client = dgram.createSocket("udp4");
const limit = setTimeout(() => { console.error("no answer"); process.exit(1); }, 3000);
client.on("message", (message) => {
  clearTimeout(limit);
  console.log(message.toString("latin1"));
  client.close();
});
client.send(Buffer.alloc(0), Number(process.argv[3]), process.argv[2]);
