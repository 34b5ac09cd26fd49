const fs = require("fs");
const tls = require("tls");

const options = {
  cert: fs.readFileSync(process.env.CERTFILE),
  key: fs.readFileSync(process.env.KEYFILE),
  ca: fs.readFileSync(process.env.CAFILE),
  requestCert: true,
  rejectUnauthorized: false,
};

const server = tls.createServer(options, (client) => {
  client.on("error", () => client.destroy());
  if (client.authorized || client.authorizationError === "DEPTH_ZERO_SELF_SIGNED_CERT") {
    client.pipe(client);
  } else {
    client.destroy();
  }
});
server.listen(process.env.PORT || 20000);
