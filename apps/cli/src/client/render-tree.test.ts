import { aSessionTree, aTreeNode, someTokens } from '@belfry/core/testing';
import { expect, test } from 'vitest';
import { renderTree } from './render-tree.ts';

test('a tree shows who spawned whom, with state, time, calls and tokens', () => {
  const node = (title: string, depth: number, rest = {}) => aTreeNode({ id: title, title, depth, ...rest });
  const nodes = [
    node('top', 0, { descendants: 4, subtreeTokens: someTokens({ output: 12_400 }) }),
    node('a', 1, {
      agentType: 'Explore',
      description: 'Look',
      toolErrors: 2,
      activity: { state: 'ended', evidence: [] },
    }),
    node('a1', 2),
    node('b\u001b[31m', 1, {
      activity: { state: 'unknown', evidence: [{ sign: 'quiet' }, { sign: 'open-calls', count: 1 }] },
    }),
    node('b1', 2, { durationMs: undefined }),
  ];
  expect(renderTree(aSessionTree({ nodes }))).toEqual([
    'top  idle · 1m 00s · 4 messages · 1 call · 34 tokens out, 12.4k with what is below',
    '├─ Explore: Look  ended · 1m 00s · 4 messages · 1 call (2 failed) · 34 tokens out',
    '│  └─ a1  idle · 1m 00s · 4 messages · 1 call · 34 tokens out',
    '└─ b␛[31m  unknown (quiet, calls open) · 1m 00s · 4 messages · 1 call · 34 tokens out',
    '   └─ b1  idle · 4 messages · 1 call · 34 tokens out',
  ]);
});

test('a team is listed below', () => {
  const { activity, tokens } = aTreeNode();
  const members = [
    { id: 'x', title: 'Plan', tokens, activity },
    { id: 'y', title: '', name: 'ringer', tokens, activity },
  ];
  expect(renderTree(aSessionTree({ nodes: [aTreeNode()], teams: [{ name: 'bells', members }] })).slice(1)).toEqual([
    '',
    'Team bells',
    '  leads: Plan  idle · 34 tokens out',
    '  ringer: y  idle · 34 tokens out',
  ]);
});
