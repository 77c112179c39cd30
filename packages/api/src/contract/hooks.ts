import Type from 'typebox';

export const HookParams = Type.Object({ agent: Type.String({ pattern: '^[a-z0-9]{1,32}$' }) });

/** What the agent gives its hooks, as it stands; what is not known of it becomes an issue. */
export const HookBody = Type.Object({}, { additionalProperties: true });
