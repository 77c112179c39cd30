// The plugin and what it works with

export type { ApiDeps, StreamLimits } from './api-deps.ts';
export { belfryApi } from './belfry-api.ts';
export { serverOptions } from './server-options.ts';

// Ports

export type { AttentionPort } from './ports/attention-port.ts';
export type { HookPort } from './ports/hook-port.ts';
export type { IdentityPort } from './ports/identity-port.ts';
export type { IssueQuery, ReadPort } from './ports/read-port.ts';
export type { SignInPort, SignInRow } from './ports/sign-in-port.ts';
export type { SyncPort, SyncState, SyncTarget } from './ports/sync-port.ts';
export type { JsonText, UsagePort } from './ports/usage-port.ts';

// Sign-in links, for the composition to print the first one

export { createSignInCodes, type SignInCodes, type SignInCodesOptions } from './auth/sign-in-codes.ts';
export { createSignInLink } from './auth/sign-in-link.ts';
