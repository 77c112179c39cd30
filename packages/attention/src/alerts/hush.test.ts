import { describe, expect, it } from 'vitest';
import { createScene, heard } from '../../test/scene.ts';
import { aStory, storyStart } from '../../test/story.ts';
import type { MinuteOfDay } from './hush.ts';
import { isMuted, quietUntil } from './hush.ts';

const minuteOfDay: MinuteOfDay = (atMs) => Math.floor(atMs / 60_000) % 1440;
const hour = 3600;
const night = { fromMinute: 22 * 60, toMinute: 7 * 60, letsUrgentThrough: false };
const tool = { name: 'Bash', kind: 'shell', summary: 'npm publish', callId: 'c1' } as const;
const asked = (second: number) => heard(aStory().hook(second, 'permission-asked', { tool }).happenings);

describe('quiet hours', () => {
  it.each([
    [21, undefined],
    [22, 31],
    [30, 31],
    [31, undefined],
  ])('over midnight, at hour %i', (at, until) => {
    expect(quietUntil(night, minuteOfDay, at * hour * 1000)).toBe(
      until === undefined ? undefined : until * hour * 1000,
    );
  });

  it('hold back what is raised in them, and let it ring when they end and it still stands', () => {
    // Stories begin at nine in the morning.
    const scene = createScene({ quietHours: night, minuteOfDay });
    scene.play(asked(14 * hour));
    expect(scene.attention.alerts()[0]?.rings).toBe(false);
    scene.passTo(23 * hour);
    expect(scene.attention.alerts()[0]?.rings).toBe(true);
    expect(scene.log).toEqual([`${14 * hour} raised needs-permission`, `${22 * hour} updated needs-permission`]);
  });

  it('let through what is urgent, when they are told to', () => {
    const scene = createScene({ quietHours: { ...night, letsUrgentThrough: true }, minuteOfDay });
    scene.play(asked(14 * hour));
    expect(scene.attention.alerts()[0]?.rings).toBe(true);
  });
});

describe('a mute', () => {
  const alert = { sessionId: 'claude:s1', rule: 'stuck', project: 'engine' };
  it.each([
    [{ sessionId: 'claude:s1' }, true],
    [{ rule: 'stuck', project: 'engine' }, true],
    [{ rule: 'stuck', project: 'other' }, false],
    [{ sessionId: 'claude:s1', until: 5 }, false],
    [{}, false],
  ])('%j of an alert: %s', (mute, muted) => expect(isMuted(alert, [mute], 5)).toBe(muted));

  it('ends by itself, and what stands then rings', () => {
    const scene = createScene();
    scene.do((attention, now) => attention.mute([{ rule: 'needs-permission', until: storyStart + 600_000 }], now));
    scene.play(asked(5));
    expect(scene.attention.alerts()[0]?.rings).toBe(false);
    scene.passTo(601);
    expect(scene.attention.alerts()[0]?.rings).toBe(true);
  });
});
