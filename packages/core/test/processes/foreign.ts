import { createServer } from 'node:net';
import { hear, tell } from './dialogue.ts';

// A program of somebody else that took a port.
const server = createServer((socket) => socket.end('220 mail.example.org ESMTP\r\n'));
server.listen(0, '127.0.0.1', () => tell({ port: (server.address() as { port: number }).port }));
await hear();
