import { describe, expect, it } from 'vitest';
import { formatTimeline, type Happening, replay } from '../src/index.ts';
import { aStory, together } from './story.ts';

const minute = 60;
const bash = { name: 'Bash', kind: 'shell', summary: 'npm publish' } as const;
const edit = { name: 'Edit', kind: 'edit', summary: 'src/engine.ts' } as const;
const which = { text: 'Which port?', choices: [{ label: '80' }, { label: '8080' }], multiple: false };

const stories: Record<string, Happening[]> = {
  'a-turn-with-a-tool': aStory()
    .prompt(0)
    .call(3, 'c1')
    .result(9, 'c1')
    .words(11, 'All green.')
    .turn(11, { mark: 'ended' }).happenings,
  'a-permission-with-hooks': aStory()
    .hook(0, 'session-started', { reason: 'startup' })
    .hook(5, 'prompted')
    .prompt(5)
    .call(8, 'c1', bash)
    .hook(8, 'tool-started', { tool: { ...bash, callId: 'c1' } })
    .hook(8, 'permission-asked', { tool: bash })
    .hook(90, 'tool-finished', { tool: { ...bash, callId: 'c1' } })
    .result(90, 'c1')
    .hook(95, 'turn-ended')
    .hook(120, 'session-ended', { reason: 'prompt_input_exit' }).happenings,
  'a-permission-answered-by-a-command-that-runs': aStory()
    .process(0, 'seen', { children: 0 })
    .hook(1, 'prompted')
    .hook(4, 'permission-asked', { tool: bash })
    .process(9, 'seen', { children: 1 })
    .hook(300, 'tool-finished', { tool: bash })
    .hook(305, 'turn-ended').happenings,
  'a-permission-without-hooks': aStory()
    .prompt(0)
    .call(2, 'c1', edit)
    .result(40, 'c1')
    .call(42, 'c2', bash)
    .result(200, 'c2')
    .turn(203, { mark: 'ended' }).happenings,
  'a-permission-seen-in-a-pane': aStory()
    .prompt(0)
    .call(2, 'c1', bash)
    .pane(4, 'permission', {
      question: { text: 'Do you want to proceed?', choices: [{ label: 'Yes' }], multiple: false },
    })
    .pane(30, 'working')
    .result(50, 'c1')
    .turn(52, { mark: 'ended' }).happenings,
  'a-question-with-choices': aStory()
    .prompt(0)
    .call(4, 'c1', {
      name: 'AskUserQuestion',
      kind: 'question',
      summary: 'Which port?',
      asks: { kind: 'choice', questions: [which] },
    })
    .result(300, 'c1')
    .turn(305, { mark: 'ended' }).happenings,
  'a-plan-to-approve': aStory('t1', 'codex')
    .turn(0, { mark: 'started', turn: 'a' })
    .prompt(0)
    .turn(20, {
      mark: 'asks',
      asks: { kind: 'plan', questions: [{ text: '# Move it', choices: [], multiple: false }] },
    })
    .turn(20, { mark: 'ended', turn: 'a' })
    .turn(80, { mark: 'started', turn: 'b' })
    .turn(99, { mark: 'ended', turn: 'b' }).happenings,
  'an-interruption': aStory().prompt(0).call(3, 'c1').result(8, 'c1').turn(8, { mark: 'interrupted' }).prompt(20)
    .happenings,
  'an-error-of-the-provider': aStory()
    .prompt(0)
    .message(5, { variant: 'error', role: 'system', preview: '529 Overloaded' })
    .message(9, { variant: 'error', role: 'system', preview: '529 Overloaded' })
    .turn(30, { mark: 'failed', failure: { kind: 'api', text: 'API Error: 529 Overloaded' } })
    .prompt(60).happenings,
  'a-crash-and-a-resume': aStory()
    .process(0, 'seen')
    .prompt(5)
    .call(8, 'c1')
    .process(20, 'gone')
    .process(60, 'seen', { pid: 8 })
    .prompt(70)
    .turn(80, { mark: 'ended' }).happenings,
  'a-clear': together(
    aStory('s1').process(0, 'seen').prompt(2).turn(9, { mark: 'ended' }),
    aStory('s2').patch(20, { cwd: '/home/ada' }).process(20, 'seen').prompt(25),
  ),
  'a-silence': aStory('t1', 'codex')
    .turn(0, { mark: 'started' })
    .turn(5, { mark: 'ended' })
    .turn(10, { mark: 'started' })
    .words(12, 'I think about it.')
    .turn(200 * minute, { mark: 'started' })
    .turn(200 * minute + 5, { mark: 'ended' }).happenings,
  'an-agent-that-never-says-when-it-is-done': aStory()
    .prompt(0)
    .words(4, 'Done.')
    .prompt(60)
    .call(62, 'c1')
    .result(63, 'c1')
    .words(65, 'Done too.').happenings,
  'subagents-in-front-and-behind': together(
    aStory('s1')
      .prompt(0)
      .call(2, 'c1', { name: 'Task', kind: 'subagent', summary: 'look' })
      .link(3, 'c1', 's1/a1')
      .result(40, 'c1')
      .call(42, 'c2', { name: 'Task', kind: 'subagent', summary: 'watch' })
      .link(43, 'c2', 's1/a2')
      .result(43, 'c2')
      .turn(45, { mark: 'ended' }),
    aStory('s1/a1').prompt(3).call(5, 'x1').result(30, 'x1').turn(39, { mark: 'ended' }),
    aStory('s1/a2')
      .prompt(46)
      .call(50, 'x2', bash)
      .hook(50, 'permission-asked', { tool: bash })
      .hook(70, 'tool-finished', { tool: { ...bash, callId: 'x2' } })
      .result(70, 'x2')
      .turn(90, { mark: 'ended' }),
  ),
  'an-orphan': together(
    aStory('s1')
      .process(0, 'seen')
      .prompt(0)
      .call(2, 'c1', { name: 'Task', kind: 'subagent', summary: 'look' })
      .link(3, 'c1', 's1/a1')
      .process(20, 'gone'),
    aStory('s1/a1').prompt(3).call(5, 'x1'),
  ),
};

describe('timelines', () => {
  it.each(Object.entries(stories))('%s', async (name, happenings) => {
    const timeline = replay(happenings, { afterMs: 60_000 });
    await expect(formatTimeline(timeline)).toMatchFileSnapshot(`golden/${name}.txt`);
  });
});
