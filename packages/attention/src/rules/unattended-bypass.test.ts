import { describeRule } from '../../test/describe-rule.ts';
import { heard, type Step } from '../../test/scene.ts';
import { aStory } from '../../test/story.ts';

const workTree = (second: number, isDirty: boolean): Step => ({
  second,
  tell: (attention, now) => attention.tellWorkTree('claude:s1', { at: now, isDirty }, now),
});

describeRule({
  rule: 'unattended-bypass',
  isOfSilence: true,
  raise: [
    ...heard(aStory().prompt(0).patch(0, { permissionMode: 'bypassPermissions' }).call(2, 'c1').happenings),
    workTree(3, true),
  ],
  raisedAt: 1800,
  keepUntil: 1900,
  clear: [workTree(1901, false)],
});
