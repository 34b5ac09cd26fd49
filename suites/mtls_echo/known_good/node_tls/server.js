const fs = require("fs");
const tls = require("tls");

const options = {
  cert: fs.readFileSync(process.env.CERTFILE),
  key: fs.readFileSync(process.env.KEYFILE),
  ca: fs.readFileSync(process.env.CAFILE),
  requestCert: true,
  rejectUnauthorized: true,
};

const server = tls.createServer(options, (client) => {
  client.on("error", () => client.destroy());
  client.pipe(client);
});
server.on("tlsClientError", (error, client) => client.destroy());
server.listen(process.env.PORT || 20000);
