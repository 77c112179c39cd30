import { describe, expect, it } from 'vitest';
import { describeRule } from '../../test/describe-rule.ts';
import { createScene, heard } from '../../test/scene.ts';
import { aStory, together } from '../../test/story.ts';

const tool = { name: 'Bash', kind: 'shell', summary: 'npm publish', callId: 'c1' } as const;

describeRule({
  rule: 'needs-permission',
  raise: heard(aStory().hook(0, 'prompted').hook(5, 'permission-asked', { tool }).happenings),
  raisedAt: 5,
  keepUntil: 3600,
  clear: heard(aStory().hook(3601, 'tool-finished', { tool }).happenings),
});

describe('a permission', () => {
  it('that only seems to be waited for rings a while later, and not as urgent', () => {
    const scene = createScene();
    scene.play(heard(aStory().prompt(0).call(2, 'c1', { name: 'Edit', kind: 'edit', summary: 'a.ts' }).happenings));
    scene.passTo(60);
    expect(scene.log).toEqual(['12 raised needs-permission']);
    expect(scene.attention.alerts()[0]).toMatchObject({ severity: 'warning', title: 'Probably waits for permission' });
  });

  it('a subagent waits for rings once, for its parent', () => {
    const scene = createScene();
    scene.play(
      heard(
        together(
          aStory('s1').prompt(0).call(1, 't1', { name: 'Task', kind: 'subagent' }).link(2, 't1', 's1/a1'),
          aStory('s1/a1').prompt(2).hook(5, 'permission-asked', { tool }),
        ),
      ),
    );
    expect(scene.attention.alerts().map(({ rule, sessionId }) => [rule, sessionId])).toEqual([
      ['needs-permission', 'claude:s1'],
    ]);
  });
});
