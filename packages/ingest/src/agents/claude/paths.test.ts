import { describe, expect, it } from 'vitest';
import { classifyClaude, claudeRoots } from './paths.ts';

const id = '8d87df0b-3e41-4b13-808d-099d38bc0dfd';

function roots(env: Record<string, string>, platform: NodeJS.Platform = 'linux'): string[] {
  return claudeRoots({ home: platform === 'win32' ? 'C:\\Users\\ada' : '/home/ada', platform, env }).map(
    (root) => root.path,
  );
}

describe('roots', () => {
  it('are the two default places when nothing is set', () => {
    expect(roots({})).toEqual(['/home/ada/.claude', '/home/ada/.config/claude']);
    expect(roots({ XDG_CONFIG_HOME: '/etc/xdg' })).toEqual(['/home/ada/.claude', '/etc/xdg/claude']);
    expect(roots({}, 'win32')[0]).toBe('C:\\Users\\ada\\.claude');
  });

  it('are those of CLAUDE_CONFIG_DIR, a comma list, instead of the defaults', () => {
    expect(roots({ CLAUDE_CONFIG_DIR: ' /a/ ,, ~/b,/c/projects,/a' })).toEqual(['/a', '/home/ada/b', '/c']);
    expect(claudeRoots({ home: '/h', platform: 'linux', env: { CLAUDE_CONFIG_DIR: '/a' } })[0]?.via).toBe(
      'environment',
    );
  });

  it('are the defaults when CLAUDE_CONFIG_DIR is empty', () => {
    expect(roots({ CLAUDE_CONFIG_DIR: ' , ' })).toHaveLength(2);
  });
});

describe('classify', () => {
  it.each([
    [`projects/-home-ada/${id}.jsonl`, 'jsonl', 'transcript', id],
    ['projects/-home-ada/agent-a1b2c3d.jsonl', 'jsonl', 'transcript', undefined],
    ['projects/-home-ada/a copy.jsonl', 'jsonl', 'transcript', undefined],
    [
      `projects/-home-ada/${id}/subagents/agent-a0123456789abcdef.jsonl`,
      'jsonl',
      'transcript',
      `${id}/a0123456789abcdef`,
    ],
    [
      `projects/-home-ada/${id}/subagents/agent-a0123456789abcdef.meta.json`,
      'json',
      'sidecar',
      `${id}/a0123456789abcdef`,
    ],
    [`projects/-home-ada/${id}/subagents/workflows/wf_1/agent-abc1234.jsonl`, 'jsonl', 'transcript', `${id}/abc1234`],
    [`projects/-home-ada/${id}/subagents/workflows/wf_1/journal.jsonl`, 'jsonl', 'sidecar', `${id}/wf_1`],
    [`projects/-home-ada/${id}/custom-title.json`, 'json', 'sidecar', id],
    [`projects/-home-ada/${id}/tool-results/toolu_1.txt`, 'opaque', 'sidecar', id],
    [`local/.claude/projects/-x/${id}.jsonl`, 'jsonl', 'transcript', id],
  ])('%s', (path, format, role, session) => {
    expect(classifyClaude(path)).toEqual({ format, role, ...(session === undefined ? {} : { session }) });
  });

  it.each([
    'history.jsonl',
    'projects/stray.jsonl',
    'projects/-home-ada/memory/notes.md',
    'projects/-home-ada/sessions-index.json',
    'projects/-home-ada/custom-title.json',
    `projects/-home-ada/${id}/subagents/journal.jsonl`,
    `projects/-home-ada/${id}.jsonl.bak`,
    `projects/-home-ada/${id}/tool-results/.toolu_1.txt.restoring`,
    'my-projects/-home-ada/x.jsonl',
    '.credentials.json',
    '',
  ])('leaves %s alone', (path) => {
    expect(classifyClaude(path)).toBeUndefined();
  });
});
