import { name, object, type RawObject, text } from '../../raw-fields.ts';
import { syntheticModel } from '../usage.ts';
import { createUsageGroups } from './usage-groups.ts';

/** Messages, models, and the usage of responses. */
export function createReplyCounts() {
  const usage = createUsageGroups();
  const messages = new Set<string>();
  const models = new Set<string>();
  const origins = new Set<string>();
  let apiErrorMessages = 0;

  return {
    /** Any record: a copied one names its origin whatever its type. */
    addOrigin(value: RawObject): void {
      const origin = originOf(value);
      if (origin !== undefined) origins.add(origin);
    },
    add(value: RawObject): void {
      const message = object(value, 'message');
      const id = text(message, 'id');
      if (id !== undefined) messages.add(id);
      if (value.isApiErrorMessage === true) apiErrorMessages++;
      const model = name(message, 'model');
      if (model !== undefined && model !== syntheticModel) models.add(model);
      const used = object(message, 'usage');
      if (used === undefined) return;
      const request = text(value, 'requestId');
      const isBare = id === undefined && request === undefined;
      usage.add(isBare ? undefined : JSON.stringify([id, request]), used, originOf(value) !== undefined);
    },
    report() {
      return {
        assistantMessages: messages.size,
        apiErrorMessages,
        responses: usage.responses(),
        tokens: usage.counted(),
        tokensFirst: usage.first(),
        tokensNaive: usage.naive(),
        models: [...models].sort(),
        ...(origins.size === 0 ? {} : { forkedFromSessions: [...origins].sort(), replayedResponses: usage.replayed() }),
      };
    },
  };
}

function originOf(value: RawObject): string | undefined {
  const origin = name(object(value, 'forkedFrom'), 'sessionId') ?? name(value, 'requestSessionId');
  return origin === name(value, 'sessionId') ? undefined : origin;
}
