import { findQuestion } from './find-question.ts';
import { defineRule } from './rule.ts';

/** A permission is waited for: at once when that was said, a while later when it only seems so. */
export const needsPermission = defineRule({
  id: 'needs-permission',
  title: 'Waits for permission',
  severity: 'urgent',
  isOn: true,
  dwellMs: 0,
  cooldownMs: 0,
  settings: { unsureDwellMs: 10_000, paneDwellMs: 1_000 },
  find: (session, dwell) => findQuestion(session, 'needs-permission', 'Waits for permission', dwell),
});
