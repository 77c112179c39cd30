import { get } from 'node:http';

// Child of the fan-out benchmark: counts the frames each of its clients gets, and stalls one more.
const [port, clients = '0', events = '0'] = process.argv.slice(2);
let open = 0;
let done = 0;

for (let i = 0; i <= Number(clients); i++) {
  const stalled = i === Number(clients);
  get({ port, host: '127.0.0.1', agent: false }, (response) => {
    open += 1;
    if (open === Number(clients) + 1) process.send?.('open');
    if (stalled) return response.pause();
    let frames = 0;
    let last = 0;
    response.on('data', (chunk: Buffer) => {
      // A frame ends with an empty line, which may lie across two chunks.
      for (const byte of chunk) {
        if (byte === 10 && last === 10) frames += 1;
        last = byte;
      }
      if (frames < Number(events)) return;
      response.destroy();
      done += 1;
      if (done === Number(clients)) process.send?.('done');
    });
  });
}
