const crypto = require("crypto");
const net = require("net");

const key = process.env.AUTHKEY || "peekaboo";
const CHALLENGE = Buffer.from("#CHALLENGE#");
const WELCOME = Buffer.from("#WELCOME#");

function digest(challenge) {
  const name = /^\{(md5|sha256|sha384)\}/.exec(challenge.toString("latin1"));
  const mac = crypto.createHmac(name ? name[1] : "md5", key).update(challenge).digest();
  return name ? Buffer.concat([Buffer.from(name[0]), mac]) : mac;
}

function header(size) {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(size);
  return bytes;
}

net.createServer((socket) => {
  const mine = crypto.randomBytes(20);
  const send = (message) => socket.write(Buffer.concat([header(message.length), message]));
  let pieces = [], held = 0, size = -1;

  const steps = [
    (message) => {
      const right = digest(mine);
      if (message.length !== right.length || !crypto.timingSafeEqual(message, right)) throw new Error("wrong key");
      send(WELCOME);
    },
    (message) => send(digest(message.subarray(CHALLENGE.length))),
    (message) => {
      if (!message.equals(WELCOME)) throw new Error("not welcome");
    },
  ];

  function take(count) {
    const all = Buffer.concat(pieces);
    pieces = [all.subarray(count)];
    held -= count;
    return all.subarray(0, count);
  }

  function read() {
    for (;;) {
      if (size < 0) {
        if (held < 4) return;
        size = take(4).readInt32BE();
        if (size < 0 || (steps.length && size > 256)) throw new Error("bad length");
      }
      if (held < size) return;
      const message = take(size);
      size = -1;
      const step = steps.shift();
      if (step) step(message);
      else send(message);
    }
  }

  socket.on("data", (data) => {
    pieces.push(data);
    held += data.length;
    try {
      read();
    } catch (error) {
      socket.destroy();
    }
  });
  socket.on("error", () => socket.destroy());
  send(Buffer.concat([CHALLENGE, mine]));
}).listen(Number(process.env.PORT || 25000), "0.0.0.0");
