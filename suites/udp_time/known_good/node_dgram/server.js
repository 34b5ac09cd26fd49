const dgram = require("dgram");

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function ctime(now) {
  const two = (number) => String(number).padStart(2, "0");
  const clock = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join(":");
  const day = String(now.getDate()).padStart(2, " ");
  return `${DAYS[now.getDay()]} ${MONTHS[now.getMonth()]} ${day} ${clock} ${now.getFullYear()}`;
}

const server = dgram.createSocket("udp4");
server.on("message", (message, client) => {
  server.send(ctime(new Date()), client.port, client.address, () => {});
});
server.bind(Number(process.env.PORT || 20000));
