import { createServer } from 'node:http';

createServer((request, response) => response.end(`${request.method} ${process.env.CURRENCY}\n`)).listen(8080);
