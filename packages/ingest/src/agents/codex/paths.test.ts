import { describe, expect, it } from 'vitest';
import { codex } from './index.ts';

const id = '019fbcc4-2900-7000-8000-000000000001';

describe('places', () => {
  it('are below CODEX_HOME, or below the home directory', () => {
    const roots = (env: Record<string, string>, platform: NodeJS.Platform = 'linux') =>
      codex.roots({ home: platform === 'win32' ? 'C:\\Users\\Ada' : '/home/ada', platform, env });
    expect(roots({})).toEqual([{ path: '/home/ada/.codex', via: 'default' }]);
    expect(roots({}, 'win32')).toEqual([{ path: 'C:\\Users\\Ada\\.codex', via: 'default' }]);
    expect(roots({ CODEX_HOME: '/srv/codex' })).toEqual([{ path: '/srv/codex', via: 'environment' }]);
    expect(roots({ CODEX_HOME: ' ' })).toEqual([{ path: '/home/ada/.codex', via: 'default' }]);
  });

  it('hold rollouts, plain, compressed and archived', () => {
    const plain = { format: 'jsonl', role: 'transcript', session: id };
    const name = `rollout-2026-08-01T12-00-00-${id}`;
    expect(codex.classify(`sessions/2026/08/01/${name}.jsonl`)).toEqual(plain);
    expect(codex.classify(`archived_sessions/${name}.jsonl`)).toEqual(plain);
    expect(codex.classify(`sessions/2026/08/01/${name}.jsonl.zst`)).toEqual({ ...plain, compression: 'zstd' });
    expect(codex.classify(`sessions/rollout-2025-05-06-${id}.json`)).toEqual({ ...plain, format: 'json' });
    expect(codex.classify('sessions/2026/08/01/rollout-odd.jsonl')).toEqual({ format: 'jsonl', role: 'transcript' });
  });

  it('hold side-car files of the root, and nothing else', () => {
    expect(codex.classify('session_index.jsonl')).toEqual({ format: 'jsonl', role: 'sidecar' });
    expect(codex.classify('history.jsonl')).toEqual({ format: 'jsonl', role: 'sidecar' });
    for (const path of [
      'config.toml',
      'auth.json',
      'state_5.sqlite',
      'sessions/2026/08/01/notes.jsonl',
      'log/x.jsonl',
    ]) {
      expect(codex.classify(path), path).toBeUndefined();
    }
  });
});

describe('records', () => {
  it('are recognised by their shape in a file from anywhere', () => {
    const ours = [
      { timestamp: '2026-08-01T10:00:00Z', type: 'session_meta', payload: { id } },
      { timestamp: '2026-08-01T10:00:00Z', type: 'event_msg', payload: { type: 'task_started' } },
      { id, timestamp: '2025-08-20T10:00:00Z', instructions: null, git: {} },
      { record_type: 'state' },
      { session: { id }, items: [] },
    ];
    const others = [
      { type: 'user', uuid: 'x', sessionId: 'y', message: {} },
      { type: 'message', role: 'user', content: 'hi' },
      { type: 'toll', payload: {} },
      {},
    ];
    expect(ours.map((record) => codex.recognises?.(record))).toEqual(ours.map(() => true));
    expect(others.map((record) => codex.recognises?.(record))).toEqual(others.map(() => false));
  });
});
