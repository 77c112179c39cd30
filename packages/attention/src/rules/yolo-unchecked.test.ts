import { describeRule } from '../../test/describe-rule.ts';
import { heard } from '../../test/scene.ts';
import { aStory } from '../../test/story.ts';
import type { Attention } from '../index.ts';

const saved = (second: number) => ({
  second,
  tell: (attention: Attention, now: number) =>
    attention.tellWorkTree('claude:s1', { at: now, isDirty: true, checkpointAt: now }, now),
});

describeRule({
  rule: 'yolo-unchecked',
  isOfSilence: true,
  raise: heard(aStory().prompt(0).patch(1, { permissionMode: 'bypassPermissions' }).call(2, 'c1').happenings),
  raisedAt: 1801,
  keep: heard(aStory().result(1900, 'c1').happenings),
  keepUntil: 2000,
  clear: [saved(2001)],
});
