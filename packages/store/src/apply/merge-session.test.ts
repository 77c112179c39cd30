import { describe, expect, it } from 'vitest';
import { type Contribution, foldPatch } from './contribution.ts';
import { mergeSession, type PlacedContribution } from './merge-session.ts';
import { chooseTitle } from './session-title.ts';

const placed = (contribution: Contribution, given: Partial<PlacedContribution> = {}): PlacedContribution => ({
  role: 'transcript',
  compression: null,
  path: 'a.jsonl',
  session: 's1',
  isOld: false,
  generation: 1,
  firstAt: 100,
  lastAt: 200,
  contribution,
  ...given,
});

describe('mergeSession', () => {
  it('takes first values from the file that begins first and last values from the one that begins last', () => {
    const first = placed({ cwd: '/x/engine', lastCwd: '/x/engine', branch: 'main' }, { path: 'z.jsonl' });
    const second = placed({ cwd: '/x/mill', lastCwd: '/x/mill', branch: 'fix' }, { firstAt: 150, lastAt: 300 });
    for (const order of [
      [first, second],
      [second, first],
    ]) {
      expect(mergeSession('s1', order)).toMatchObject({
        cwd: '/x/engine',
        lastCwd: '/x/mill',
        branch: 'fix',
        firstAt: 100,
        lastAt: 300,
      });
    }
  });

  it('lets an older past only fill what the newer leaves open', () => {
    const old = placed({ cwd: '/old', branch: 'old', agentType: 'Explore' }, { isOld: true, firstAt: 1 });
    const merged = mergeSession('s1', [old, placed({ cwd: '/new', branch: 'new' }, { generation: 2 })]);
    expect(merged).toMatchObject({ cwd: '/new', branch: 'new', agentType: 'Explore', firstAt: 1 });
  });

  it('lets side-cars speak last', () => {
    const sidecar = placed({ titles: { agent: 'From the index' } }, { role: 'sidecar', firstAt: null, lastAt: null });
    expect(mergeSession('s1', [sidecar, placed({ titles: { agent: 'Own' } })]).titles.agent).toBe('From the index');
  });
});

describe('titles', () => {
  const fold = (...patches: Parameters<typeof foldPatch>[1][]) => {
    const contribution: Contribution = {};
    for (const patch of patches) foldPatch(contribution, patch);
    return contribution;
  };
  const title = (source: 'custom' | 'agent' | 'summary' | 'prompt', text: string) => ({ title: { source, text } });

  it.each([
    ['the last of its source', [title('agent', 'One'), title('agent', 'Two')], 'Two'],
    ['the first prompt', [title('prompt', 'One'), title('prompt', 'Two')], 'One'],
    ['the user’s before the agent’s', [title('custom', 'Mine'), title('agent', 'Its')], 'Mine'],
    [
      'the next one when it is taken back',
      [title('agent', 'Its'), title('custom', 'Mine'), title('custom', '')],
      'Its',
    ],
    ['nothing when there is none', [], ''],
  ] as const)('are %s', (_, patches, expected) => {
    expect(chooseTitle(mergeSession('s1', [placed(fold(...patches))]).titles, null).title).toBe(expected);
  });

  it('are a summary from another file when the session has no better one', () => {
    const titles = mergeSession('s1', [placed(fold(title('prompt', 'hi')))]).titles;
    expect(chooseTitle(titles, 'The talk')).toEqual({ title: 'The talk', title_source: 'summary' });
  });
});
