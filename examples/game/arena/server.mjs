import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

createServer((lobby) => lobby.end('welcome\n')).listen(7000);

const play = createSocket('udp4');
play.on('message', (move, from) => play.send(move, from.port, from.address));
play.bind(7001);
