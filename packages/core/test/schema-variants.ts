interface ObjectSchema {
  required?: string[];
  properties: Record<string, { const?: unknown }>;
}

/** The `type` of every member of a union of objects. */
export function typesOf(union: unknown): string[] {
  return members(union).map(({ properties }) => String(properties.type?.const));
}

/** Copies of a valid value that its schema must refuse: each required field missing, each field of another type. */
export function brokenVariants(union: unknown, value: { type: string }): [name: string, variant: unknown][] {
  const schema = members(union).find(({ properties }) => properties.type?.const === value.type);
  if (!schema) throw new Error(`No member of the union has the type ${value.type}`);
  const missing = (schema.required ?? []).map((key): [string, unknown] => {
    const { [key]: _, ...rest } = value as Record<string, unknown>;
    return [`without ${key}`, rest];
  });
  // No field is a symbol or a function of any kind, so one odd value fits them all.
  const odd = Object.keys(value).map((key): [string, unknown] => [`odd ${key}`, { ...value, [key]: () => {} }]);
  return [...missing, ...odd];
}

function members(union: unknown): ObjectSchema[] {
  return (union as { anyOf: ObjectSchema[] }).anyOf;
}
