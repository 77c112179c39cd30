import { expect, test } from 'vitest';
import { fromSignInFragment, toSignInFragment } from './sign-in-fragment.ts';

test('a code comes back out of its fragment', () => {
  expect(fromSignInFragment(toSignInFragment('a-b_c/d'))).toBe('a-b_c/d');
});

test.each(['', '#', '#sign-in=', '#message-7', '#sign-in=%E0%A4'])('"%s" holds no code', (hash) => {
  expect(fromSignInFragment(hash)).toBeUndefined();
});
