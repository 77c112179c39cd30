const writers: Record<string, (text: string, n: number, at: string) => object> = {
  claude: (text, n, at) => ({
    parentUuid: null,
    isSidechain: false,
    userType: 'external',
    cwd: '/home/ada/tower',
    sessionId: '00000001-0000-4000-8000-000000000001',
    version: '2.1.330',
    type: 'user',
    uuid: `bea00000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    timestamp: at,
    message: { role: 'user', content: text },
  }),
  codex: (text, _n, at) => ({
    timestamp: at,
    type: 'response_item',
    payload: { type: 'message', role: 'user', content: [{ type: 'input_text', text }] },
  }),
};

/** A prompt in the agent's own format whose text occurs nowhere else; `undefined` for agents without one. */
export function beaconLine(agent: string, n: number): Buffer | undefined {
  const at = new Date(Date.UTC(2026, 9, 1) + n * 1000).toISOString();
  const record = writers[agent]?.(`beacon${n}x stands here`, n, at);
  return record && Buffer.from(JSON.stringify(record));
}

/** Beacons that stand on a line of their own, by the word that finds them. */
export function beaconsIn(bytes: Buffer): string[] {
  const found: string[] = [];
  const text = bytes.toString('latin1');
  // A turn that starts twice is taken for a copy of itself, record by record.
  const turns = [...text.matchAll(/"(?:task|turn)_started","turn_id":"([^"]*)"/g)].map(([, turn]) => turn);
  if (new Set(turns).size < turns.length) return [];
  for (const line of text.split('\n').slice(0, -1)) {
    const word = /^\{[^\n]*"(beacon\d+x) stands here"[^\n]*\}$/.exec(line)?.[1];
    if (word !== undefined && isWhole(line)) found.push(word);
  }
  return found;
}

/** Whether a change at `at` would change a beacon. */
export function isInBeacon(bytes: Buffer, at: number): boolean {
  const start = bytes.lastIndexOf(0x0a, at - 1) + 1;
  const end = bytes.indexOf(0x0a, at);
  return bytes.subarray(start, end < 0 ? bytes.length : end + 1).includes(' stands here"');
}

function isWhole(line: string): boolean {
  const n = Number(/beacon(\d+)x/.exec(line)?.[1]);
  return Object.keys(writers).some((agent) => beaconLine(agent, n)?.toString('latin1') === line);
}
