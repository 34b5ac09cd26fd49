const crypto = require("crypto");
const net = require("net");

const [host, port, ...texts] = process.argv.slice(2);
const key = process.env.AUTHKEY || "peekaboo";
const CHALLENGE = Buffer.from("#CHALLENGE#");
const WELCOME = Buffer.from("#WELCOME#");

function digest(challenge) {
  const name = /^\{(md5|sha256|sha384)\}/.exec(challenge.toString("latin1"));
  const mac = crypto.createHmac(name ? name[1] : "md5", key).update(challenge).digest();
  return name ? Buffer.concat([Buffer.from(name[0]), mac]) : mac;
}

function pickled(text) {
  const bytes = Buffer.from(text);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(bytes.length);
  return Buffer.concat([Buffer.from([0x80, 2]), Buffer.from("X"), size, bytes, Buffer.from(".")]);
}

// protocol 4 and shorter than 256: SHORT_BINUNICODE; else BINUNICODE
function unpickled(message) {
  const short = message.indexOf(0x8c), long = message.indexOf(0x58);
  if (short >= 0) return message.toString("utf8", short + 2, short + 2 + message[short + 1]);
  return message.toString("utf8", long + 5, long + 5 + message.readUInt32LE(long + 1));
}

const mine = crypto.randomBytes(20);
const socket = net.connect(Number(port), host);
let held = Buffer.alloc(0), due = texts.length;

function fail(reason) {
  console.error(reason);
  socket.destroy();
  process.exitCode = 1;
}

function send(message) {
  const size = Buffer.alloc(4);
  size.writeInt32BE(message.length);
  socket.write(Buffer.concat([size, message]));
}

const steps = [
  (message) => {
    if (!message.subarray(0, CHALLENGE.length).equals(CHALLENGE)) throw new Error("no challenge");
    send(digest(message.subarray(CHALLENGE.length)));
  },
  (message) => {
    if (!message.equals(WELCOME)) throw new Error("not welcome");
    send(Buffer.concat([CHALLENGE, mine]));
  },
  (message) => {
    const right = digest(mine);
    if (message.length !== right.length || !crypto.timingSafeEqual(message, right)) throw new Error("wrong server");
    send(WELCOME);
    texts.forEach((text) => send(pickled(text)));
    socket.end();
  },
];

function read() {
  while (held.length >= 4 && held.length >= 4 + held.readInt32BE()) {
    const message = held.subarray(4, 4 + held.readInt32BE());
    held = held.subarray(4 + message.length);
    const step = steps.shift();
    if (step) step(message);
    else {
      console.log(unpickled(message));
      if (--due === 0) socket.destroy();
    }
  }
}

socket.setTimeout(4000, () => fail("timed out"));
socket.on("error", (error) => fail(error.message || error.code));
socket.on("end", () => { if (due > 0) fail("the server ended"); });
socket.on("data", (data) => {
  held = Buffer.concat([held, data]);
  try {
    read();
  } catch (error) {
    fail(error.message);
  }
});
