const net = require("net");

const server = net.createServer({ allowHalfOpen: true }, (client) => {
  client.on("error", () => client.destroy());
  client.pipe(client);
});

server.listen(process.env.PORT || 20000);
