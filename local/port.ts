import { createServer, type Server } from 'node:net';
import { AutolandError } from '../core/errors.js';

const HOST = '127.0.0.1';

/** Listens on localhost; the port, which the system chooses for 0. Throws `Conflict` where it cannot be had. */
export async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(describeFailure(error, port)));
    server.listen(port, HOST, resolve);
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : port;
}

/** Throws as `listen` would; the port is free afterwards. */
export async function checkPort(port: number): Promise<void> {
  const server = createServer();
  await listen(server, port);
  await new Promise((resolve) => server.close(resolve));
}

function describeFailure(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') return error;
  const reason = error.code === 'EADDRINUSE' ? 'is in use' : 'needs rights that you have not';
  const other = error.code === 'EADDRINUSE' && port < 65_535 ? port + 1 : 8787;
  return new AutolandError('Conflict', `port ${port} of this machine ${reason}`, {
    instructions: [`choose another one, for instance --serve ${other}`],
    cause: error,
  });
}
