import { describe, expect, it } from 'vitest';
import { type RuleSettings, rules } from '../src/index.ts';
import { createScene, heard, type Scene, type Step } from './scene.ts';
import { aStory } from './story.ts';

export interface RuleStory {
  rule: string;
  /** Until the alert may be raised, and the second at which it must be. */
  raise: readonly Step[];
  raisedAt: number;
  /** What happens while it stands. */
  keep?: readonly Step[];
  keepUntil: number;
  clear: readonly Step[];
  settings?: RuleSettings;
  /** It is raised by time that passes in silence: time nobody listened in does not count. */
  isOfSilence?: boolean;
  /** It says that a session has ended badly, so it stands after that. */
  outlivesSession?: boolean;
}

const hour = 3600;

/** What holds for every rule, told with a story of its own. */
export function describeRule(story: RuleStory): void {
  const { rule, raise, raisedAt, keep = [], keepUntil, clear, settings = {} } = story;
  const about = rules.find(({ id }) => id === rule)?.about;
  const begin = () => createScene({ rules: { [rule]: { isOn: true, ...settings } } });
  const of = ({ log }: Scene) => log.filter((line) => line.split(' ')[2] === rule && !line.includes('updated'));
  const raised = () => {
    const scene = begin();
    scene.play(raise);
    scene.passTo(raisedAt);
    return scene;
  };
  const count = (scene: Scene, type: string) => of(scene).filter((line) => line.includes(` ${type} `)).length;

  describe(`the rule ${rule}`, () => {
    it('raises once, when its condition has held', () => {
      const scene = raised();
      expect(of(scene).map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([`${raisedAt} raised ${rule}`]);
      const [alert] = scene.attention.alerts().filter((one) => one.rule === rule);
      expect(alert?.details).not.toBe('');
      expect(Date.parse(alert?.since ?? '')).toBeLessThanOrEqual(Date.parse(alert?.raisedAt ?? ''));
    });

    it('is not raised again while it stands, and clears once', () => {
      const scene = raised();
      scene.play(keep);
      scene.passTo(keepUntil);
      expect(of(scene)).toHaveLength(1);
      scene.play(clear);
      expect([count(scene, 'raised'), count(scene, 'cleared')]).toEqual([1, 1]);
      expect(scene.attention.alerts().filter((one) => one.rule === rule)).toEqual([]);
    });

    it('stands through a restart without ringing again, and clears after it', () => {
      const scene = raised().restart();
      scene.passTo(raisedAt + 1);
      scene.play(keep);
      scene.passTo(keepUntil);
      expect(of(scene)).toHaveLength(1);
      scene.play(clear);
      expect([count(scene, 'raised'), count(scene, 'cleared')]).toEqual([1, 1]);
    });

    it('is not raised by a clock that jumps', () => {
      const scene = raised();
      scene.jumpTo(raisedAt + 8 * hour);
      expect(count(scene, 'raised')).toBe(1);
      if (story.isOfSilence !== true) return;
      const asleep = begin();
      asleep.play(raise);
      asleep.jumpTo(raisedAt + 8 * hour);
      expect(count(asleep, 'raised')).toBe(0);
    });

    if (about !== 'session') return;
    it('says nothing of a session that was ended on purpose', () => {
      const ended = (second: number) => heard(aStory().hook(second, 'session-ended', { reason: 'logout' }).happenings);
      if (story.outlivesSession !== true) {
        const scene = raised();
        scene.play(ended(raisedAt));
        expect(of(scene).at(-1)).toContain('cleared');
        scene.passTo(raisedAt + 48 * hour);
        expect(count(scene, 'raised')).toBe(1);
      }
      const before = begin();
      const last = raise.at(-1)?.second ?? 0;
      before.play([...raise.slice(0, -1), ...ended(last)]);
      before.passTo(raisedAt + 48 * hour);
      expect(of(before)).toEqual([]);
    });
  });
}
