import { apiErrors } from './api-errors.ts';
import { contextImminent } from './context-imminent.ts';
import { errorBurst } from './error-burst.ts';
import { historyExpiring } from './history-expiring.ts';
import { lastError } from './last-error.ts';
import { longTool } from './long-tool.ts';
import { loop } from './loop.ts';
import { needsAnswer } from './needs-answer.ts';
import { needsPermission } from './needs-permission.ts';
import { processDead } from './process-dead.ts';
import { quotaHigh } from './quota-high.ts';
import { rateLimited } from './rate-limited.ts';
import type { Rule } from './rule.ts';
import { sourceTrouble } from './source-trouble.ts';
import { spend } from './spend.ts';
import { stuck } from './stuck.ts';
import { turnDone } from './turn-done.ts';
import { unattendedBypass } from './unattended-bypass.ts';
import { yoloUnchecked } from './yolo-unchecked.ts';

/** Every rule, the most pressing first. */
export const rules: readonly Rule[] = [
  needsPermission,
  needsAnswer,
  processDead,
  unattendedBypass,
  rateLimited,
  apiErrors,
  errorBurst,
  loop,
  stuck,
  longTool,
  contextImminent,
  yoloUnchecked,
  quotaHigh,
  spend,
  sourceTrouble,
  historyExpiring,
  lastError,
  turnDone,
];
