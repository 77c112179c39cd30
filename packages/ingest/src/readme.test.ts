import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const packageDir = fileURLToPath(new URL('..', import.meta.url));

it('prints the messages and tokens of every session, as its README promises', () => {
  const dir = mkdtempSync(join(tmpdir(), 'belfry-readme-'));
  try {
    const readme = readFileSync(join(packageDir, 'README.md'), 'utf8');
    const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
    expect(example.trimEnd().split('\n').length).toBeLessThanOrEqual(10);
    writeFileSync(join(dir, 'example.mts'), example);
    mkdirSync(join(dir, 'node_modules/@belfry'), { recursive: true });
    symlinkSync(packageDir, join(dir, 'node_modules/@belfry/ingest'));
    writeSession(join(dir, 'home/projects/-work'));
    const printed = execFileSync(process.execPath, ['--conditions=@belfry/source', 'example.mts'], {
      cwd: dir,
      encoding: 'utf8',
      env: { CLAUDE_CONFIG_DIR: join(dir, 'home'), CODEX_HOME: join(dir, 'none'), HOME: dir, NODE_NO_WARNINGS: '1' },
    });
    expect(printed.split('\n')).toEqual([
      'claude:0b5c1d2e-0000-4000-8000-000000000001  say hello',
      '  tokens: 3 in, 7 out, 11 from cache',
      '  2026-01-02T03:04:05.000Z user: say hello',
      '  2026-01-02T03:04:06.000Z assistant: hello',
      '',
    ]);
  } finally {
    rmSync(dir, { recursive: true });
  }
});

function writeSession(project: string): void {
  const sessionId = '0b5c1d2e-0000-4000-8000-000000000001';
  const base = { sessionId, cwd: '/work', version: '2.1.100', isSidechain: false, userType: 'external' };
  const usage = { input_tokens: 3, output_tokens: 7, cache_read_input_tokens: 11, cache_creation_input_tokens: 0 };
  const message = { id: 'msg_1', role: 'assistant', model: 'm', content: [{ type: 'text', text: 'hello' }], usage };
  const records = [
    {
      ...base,
      type: 'user',
      uuid: 'a',
      parentUuid: null,
      timestamp: '2026-01-02T03:04:05.000Z',
      message: { role: 'user', content: 'say hello' },
    },
    {
      ...base,
      type: 'assistant',
      uuid: 'b',
      parentUuid: 'a',
      timestamp: '2026-01-02T03:04:06.000Z',
      requestId: 'req_1',
      message,
    },
  ];
  mkdirSync(project, { recursive: true });
  writeFileSync(join(project, `${sessionId}.jsonl`), records.map((record) => `${JSON.stringify(record)}\n`).join(''));
}
