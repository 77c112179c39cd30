import type { Fact } from '@belfry/core';
import type { Reread } from '../src/testing/index.ts';

/** A parser that has learned something: other messages and titles, other projects and parents, other tokens. */
export const better: Reread = (fact) => {
  switch (fact.type) {
    case 'message':
      if (fact.key.endsWith('2')) return [];
      // Some were another session's all the time.
      if (fact.key.endsWith('3')) return [{ ...fact, session: 'c' }];
      return [
        { ...fact, preview: fact.preview.toUpperCase(), variant: fact.variant === 'reply' ? 'notice' : fact.variant },
      ];
    case 'tool-call':
      return fact.callId.endsWith('1') ? [] : [{ ...fact, name: `${fact.name}!` }];
    case 'request':
      if (fact.key.endsWith('1')) return [];
      // A new model and another owner; some were another session's.
      return [
        {
          ...fact,
          ...(fact.key.endsWith('3') ? { session: 'c', owner: 'a' } : {}),
          model: 'another-model',
          tokens: { ...fact.tokens, output: fact.tokens.output * 2 },
        },
      ];
    case 'session':
      return [fact.patch.cwd === undefined ? fact : { ...fact, patch: { ...fact.patch, cwd: '/home/ada/quern' } }];
    case 'leaf-title':
      return fact.leaf.endsWith('4') ? [] : [{ ...fact, text: `${fact.text}!` }];
    case 'link':
    case 'quota':
      return [];
    default:
      return [fact];
  }
};

/** Of whom there is a record at all is a matter of text: none is left out, and none is another's. */
export const onlyUsage: Reread = (fact) => {
  if (fact.type !== 'request') return [fact];
  const key = fact.key.endsWith('1') ? `${fact.key}x` : fact.key;
  return [{ ...fact, key, model: 'another-model', tokens: { ...fact.tokens, output: fact.tokens.output * 2 } }];
};

export const onlyText: Reread = (fact) => (isUsage(fact) ? [fact] : better(fact));

function isUsage({ type }: Fact): boolean {
  return type === 'request' || type === 'quota';
}
