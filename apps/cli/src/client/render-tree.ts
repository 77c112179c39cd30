import type { SessionActivity, SessionTree, SessionTreeNode, TeamMember } from '@belfry/core';
import { formatCount, formatCountOf, formatDuration } from '../output/figures.ts';
import { printableLine } from '../output/printable.ts';

/** Lines of a tree: every session with its state, how long it took, what it did and spent. */
export function renderTree({ nodes, teams }: SessionTree): string[] {
  const lines = nodes.map((node, index) => `${toBranch(nodes, index)}${describe(node)}`);
  for (const team of teams) {
    lines.push('', `Team ${printableLine(team.name)}`, ...team.members.map((member) => `  ${describeMember(member)}`));
  }
  return lines;
}

function describe(node: SessionTreeNode): string {
  const name = [node.agentType, node.description ?? (node.title || node.id)].filter(Boolean).join(': ');
  const below = node.descendants > 0 ? `, ${formatCount(node.subtreeTokens.output)} with what is below` : '';
  const facts = [
    toState(node.activity),
    node.durationMs === undefined ? '' : formatDuration(node.durationMs),
    formatCountOf(node.messages, 'message'),
    `${formatCountOf(node.toolCalls, 'call')}${node.toolErrors > 0 ? ` (${node.toolErrors} failed)` : ''}`,
    `${formatCount(node.tokens.output)} tokens out${below}`,
  ];
  return `${printableLine(name)}  ${facts.filter(Boolean).join(' · ')}`;
}

function describeMember(member: TeamMember): string {
  const name = member.name ?? 'leads';
  return `${printableLine(`${name}: ${member.title || member.id}`)}  ${toState(member.activity)} · ${formatCount(member.tokens.output)} tokens out`;
}

const signWords = {
  'recent-record': 'wrote lately',
  quiet: 'quiet',
  'open-calls': 'calls open',
  'last-word': 'had the last word',
  'call-open': 'its call is open',
  'call-answered': 'its call was answered',
  'call-failed': 'its call failed',
} as const;

/** The state, and what it rests on when it is not plain. */
function toState({ state, evidence }: SessionActivity): string {
  if (state !== 'unknown') return state;
  return `unknown (${evidence.map(({ sign }) => signWords[sign]).join(', ')})`;
}

/** `├─ ` before a session that has a younger sibling, `└─ ` before the last one, `│  ` below the former. */
function toBranch(nodes: readonly SessionTreeNode[], index: number): string {
  const depth = nodes[index]?.depth ?? 0;
  let branch = '';
  for (let level = 1; level <= depth; level++) {
    const goesOn = hasMore(nodes, index, level);
    if (level === depth) branch += goesOn ? '├─ ' : '└─ ';
    else branch += goesOn ? '│  ' : '   ';
  }
  return branch;
}

/** Whether a session at `level` follows before the tree returns above that level. */
function hasMore(nodes: readonly SessionTreeNode[], index: number, level: number): boolean {
  for (let at = index + 1; at < nodes.length; at++) {
    const depth = nodes[at]?.depth ?? 0;
    if (depth < level) return false;
    if (depth === level) return true;
  }
  return false;
}
