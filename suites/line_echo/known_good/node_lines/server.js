const net = require("net");

const server = net.createServer({ allowHalfOpen: true }, (client) => {
  let unfinished = [];

  client.on("error", () => client.destroy());
  client.on("drain", () => client.resume());
  client.on("data", (chunk) => {
    const end = chunk.lastIndexOf("\n") + 1;
    if (end) {
      const lines = Buffer.concat([...unfinished, chunk.subarray(0, end)]);
      unfinished = [];
      if (!client.write(lines)) client.pause();
    }
    unfinished.push(chunk.subarray(end));
  });
  client.on("end", () => client.end(Buffer.concat(unfinished)));
});

server.listen(process.env.PORT || 20000);
