import { describe, expect, it } from 'vitest';
import { toProjectName } from './project-name.ts';

const name = (cwd: string | undefined, branch?: string, sourcePath?: string) =>
  toProjectName({ cwd, branch, sourcePath });

describe('toProjectName', () => {
  it.each([
    ['/home/ada/src/engine', 'engine'],
    ['/home/ada/src/engine/', 'engine'],
    ['C:\\Users\\ada\\src\\engine', 'engine'],
    ['\\\\server\\share\\engine', 'engine'],
    ['/home/ada/src/engine/.claude/worktrees/fix-login', 'engine'],
    ['/home/ada/src/engine/.claude/worktrees/fix-login/packages/core', 'engine'],
    ['/home/ada/.superset/worktrees/engine/fix-login', 'engine'],
    ['/Users/ada/conductor/workspaces/engine/tokyo', 'engine'],
    ['/home/ada/worktrees/engine/fix-login', 'engine'],
    ['C:\\src\\engine\\.claude\\worktrees\\x', 'engine'],
  ])('names %s %s', (cwd, expected) => {
    expect(name(cwd)).toBe(expected);
  });

  it.each([
    ['/src/engine-fix-login', 'fix-login', 'engine'],
    ['/src/engine-feature-login', 'feature/login', 'engine'],
    ['/src/engine-main', 'main', 'engine-main'],
    ['/src/fix-login', 'fix-login', 'fix-login'],
    ['/src/engine', undefined, 'engine'],
  ])('takes the branch off %s on %s', (cwd, branch, expected) => {
    expect(name(cwd, branch)).toBe(expected);
  });

  it.each([
    ['projects/-home-ada-src-my-shop/x.jsonl', 'my-shop'],
    ['projects/-Users-ada-shop/x.jsonl', 'shop'],
    ['projects/-srv-shop/x.jsonl', 'srv-shop'],
    ['sessions/2026/01/02/rollout.jsonl', 'unknown'],
    [undefined, 'unknown'],
  ])('without a directory goes by the folder of %s', (sourcePath, expected) => {
    expect(name(undefined, undefined, sourcePath)).toBe(expected);
  });

  it.each(['/', '', 'C:\\', '.'])('is honest about %j', (cwd) => {
    expect(name(cwd)).toBe('unknown');
  });
});
