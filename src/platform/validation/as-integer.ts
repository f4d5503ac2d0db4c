import { Transform } from 'class-transformer';

const DECIMAL = /^(?:0|-?[1-9]\d{0,15})$/;

/**
 * A number in a path or a query, where everything is text: plain decimal digits only. `Number` would also take nothing,
 * spaces, `0x10` and `1e2`. What is no number stays text, for the rule behind this one to refuse.
 */
export const AsInteger = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && DECIMAL.test(value) ? Number(value) : value,
  );
