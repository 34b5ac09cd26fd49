const crypto = require("crypto");
const fs = require("fs");
const tls = require("tls");

const ca = new crypto.X509Certificate(fs.readFileSync(process.env.CAFILE));
const options = {
  cert: fs.readFileSync(process.env.CERTFILE),
  key: fs.readFileSync(process.env.KEYFILE),
  requestCert: true,
  rejectUnauthorized: false,
};

const server = tls.createServer(options, (client) => {
  client.on("error", () => client.destroy());
  const shown = client.getPeerX509Certificate();
  if (!shown || shown.issuer !== ca.subject) {
    client.destroy();
    return;
  }
  client.pipe(client);
});
server.listen(process.env.PORT || 20000);
