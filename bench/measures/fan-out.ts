import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { aMessageHead } from '@belfry/core/testing';
import { createFrameEncoder, createHub, pumpSse } from '@belfry/events';
import type { BenchContext, BenchResult } from '../support/result.ts';
import { median } from '../support/statistics.ts';

const clients = 200;
const events = 4000;

/** P7: one event to 200 SSE clients in another process; one of them stalled. */
export async function measureFanOut(context: BenchContext): Promise<BenchResult[]> {
  const rates: number[] = [];
  for (let round = 0; round < context.rounds; round++) rates.push(await run());
  const rate = median(rates);
  return [
    {
      id: 'P7',
      what: `SSE fan-out to ${clients} clients in a second process, one more stalled`,
      ours: `${Math.round(rate).toLocaleString('en')} deliveries/s`,
      budget: '≥ 100,000 deliveries/s',
      met: rate >= 100_000,
    },
  ];
}

async function run(): Promise<number> {
  const hub = createHub({ ringSize: 1000 });
  const encode = createFrameEncoder();
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const subscription = hub.subscribe({ capacity: 100_000 });
    pumpSse(subscription, response, { encode });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const child = fork(fileURLToPath(new URL('./fan-out-clients.ts', import.meta.url)), [
    String(port),
    String(clients),
    String(events),
  ]);
  await once(child, 'message');
  const start = performance.now();
  for (let i = 0; i < events; i++) {
    hub.publish({ type: 'message.added', sessionId: 'claude:bench', message: aMessageHead({ preview: `event ${i}` }) });
    // As a real day would: events come in turns of the loop, not all at once.
    if (i % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
  }
  await once(child, 'message');
  const ms = performance.now() - start;
  child.kill();
  server.closeAllConnections();
  server.close();
  return (clients * events) / (ms / 1000);
}
