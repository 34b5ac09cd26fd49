const dgram = require("dgram");
const net = require("net");

const port = process.env.PORT || 20000;

const server = net.createServer({ allowHalfOpen: true }, (client) => {
  client.on("data", (data) => {
    if (!client.write(data)) client.pause();
  });
  client.on("drain", () => client.resume());
  client.on("end", () => client.end());
  client.on("error", () => client.destroy());
});
server.listen(port);

const datagrams = dgram.createSocket("udp4");
datagrams.on("message", (data, from) => datagrams.send(data, from.port, from.address));
datagrams.bind(port);
