import { BelfryError } from '@belfry/core';
import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { Value } from 'typebox/value';
import type { InvalidField } from '../contract/problem.ts';

type ValidationError = ReturnType<Validator['Errors']>[number];

/**
 * Checks requests against the contract. Texts of URLs are converted to what the schema asks for, a body must have
 * the right types by itself; names the schema does not know are refused, because a filter that was misspelt
 * and ignored would show everything.
 */
export const requestValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const validator = Compile(schema);
  return (input) => {
    const value = httpPart === 'body' ? input : Value.Default(schema, Value.Convert(schema, Value.Clone(input)));
    if (validator.Check(value)) return { value };
    const invalid = toInvalidFields(validator.Errors(value), httpPart ?? 'request');
    const text = invalid.map(({ field, reason }) => `${field} ${reason}`).join('; ');
    return { error: new BelfryError('BELFRY_BAD_REQUEST', `The request is not valid: ${text}`, { data: { invalid } }) };
  };
};

/** One entry a field, in words; a union of constants fails once for each of them. */
function toInvalidFields(errors: ValidationError[], whole: string): InvalidField[] {
  const byField = Map.groupBy(errors, ({ instancePath }) => instancePath.slice(1).replaceAll('/', '.') || whole);
  const unknownNames = errors.flatMap((error) =>
    error.keyword === 'additionalProperties' ? error.params.additionalProperties : [],
  );
  for (const name of unknownNames) byField.delete(name);
  const fields = [...byField].map(([field, of]) => ({ field, reason: toReason(of) }));
  const known = fields.filter(({ field }) => field !== whole || unknownNames.length === 0);
  return [...unknownNames.map((field) => ({ field, reason: 'is not known here' })), ...known];
}

function toReason(errors: ValidationError[]): string {
  const allowed = errors.flatMap((error) => (error.keyword === 'const' ? [String(error.params.allowedValue)] : []));
  return allowed.length > 0 ? `must be one of ${allowed.join(', ')}` : (errors[0]?.message ?? 'is wrong');
}
