import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Check } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import {
  Issue,
  IssueView,
  MessageHead,
  MessagePage,
  MessageView,
  QuotaSample,
  SessionDetail,
  SessionView,
  SourceRef,
  TokenUsage,
  ToolCallHead,
  ToolCallView,
} from '../index.ts';
import {
  aBatch,
  aMessageHead,
  aMessagePage,
  aMessageView,
  anIssue,
  anIssueView,
  aQuotaSample,
  aSessionDetail,
  aSessionView,
  aSourceCursor,
  aSourceRef,
  aToolCallHead,
  aToolCallView,
  fakeClock,
  someTokens,
  tempHome,
} from './index.ts';

describe('builders', () => {
  it.each([
    ['a session', SessionView, aSessionView],
    ['a session with its sources', SessionDetail, aSessionDetail],
    ['a message head', MessageHead, aMessageHead],
    ['a message', MessageView, aMessageView],
    ['a page of messages', MessagePage, aMessagePage],
    ['a tool call head', ToolCallHead, aToolCallHead],
    ['a tool call', ToolCallView, aToolCallView],
    ['an issue', Issue, anIssue],
    ['a stored issue', IssueView, anIssueView],
    ['a quota sample', QuotaSample, aQuotaSample],
    ['a source', SourceRef, aSourceRef],
    ['tokens', TokenUsage, someTokens],
  ] as const)('make %s that its schema accepts, the same each time', (_, schema, build) => {
    expect(Check(schema, build())).toBe(true);
    expect(build()).toEqual(build());
    expect(build()).not.toBe(build());
  });

  it('let what is given win', () => {
    expect(aSessionDetail({ title: 'Other', forks: ['claude:2'] })).toMatchObject({
      title: 'Other',
      forks: ['claude:2'],
    });
    expect(aMessageView({ preview: 'Hi' }).blocks).toEqual([{ type: 'text', text: 'Hi' }]);
    expect(aMessagePage({ messages: [] }).total).toBe(0);
  });

  it('make a batch whose cursor has read its bytes', () => {
    const first = aBatch({ bytes: 'ü\n' });
    expect([first.bytes.length, first.to.offset, first.to.file.size]).toEqual([3, 3, 3]);
    const second = aBatch({ from: first.to, bytes: 'x\n' });
    expect(second.to.offset).toBe(5);
    expect(aSourceCursor()).toMatchObject({ offset: 0, checks: [] });
  });
});

describe('a home for a test', () => {
  it('is one of its own, and gone afterwards', () => {
    const first = tempHome();
    using second = tempHome();
    expect(first.home).not.toBe(second.home);
    expect(first.paths.archiveFile.startsWith(first.env.BELFRY_HOME ?? '?')).toBe(true);
    writeFileSync(join(first.paths.dataDir, 'file'), '');

    first.remove();
    first.remove();

    expect([existsSync(first.home), existsSync(second.paths.runDir)]).toEqual([false, true]);
  });
});

describe('a clock for a test', () => {
  it('moves only when told', () => {
    const clock = fakeClock();
    const start = clock.now();
    expect(clock.now()).toBe(start);
    clock.advance(5);
    expect(clock.now()).toBe(start + 5);
    clock.set(7);
    expect(clock.now()).toBe(7);
  });
});
