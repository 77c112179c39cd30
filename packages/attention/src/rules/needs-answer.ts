import { findQuestion } from './find-question.ts';
import { defineRule } from './rule.ts';

/** A question is open. One that only stands at the end of a turn's words holds up nobody for sure. */
export const needsAnswer = defineRule({
  id: 'needs-answer',
  title: 'Waits for an answer',
  severity: 'urgent',
  isOn: true,
  dwellMs: 0,
  cooldownMs: 0,
  settings: { unsureDwellMs: 5_000, paneDwellMs: 1_000 },
  find: (session, dwell) => findQuestion(session, 'needs-answer', 'Waits for an answer', dwell),
});
