/** What the fields of text files stand for: `isNumber`, `isMissing`, `isNumeric`. */

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** How files say that a number is missing. */
const MISSING = /^(nan|na|n\/a|null|none|[+-]?inf(inity)?|-)$/i

/** Whether a field, spaces around it aside, is a number in decimals, however large. */
export const isNumber = (field: string): boolean => NUMBER.test(field.trim())

/** Whether a field says that a number is missing or infinite. */
export const isMissing = (field: string): boolean => MISSING.test(field.trim())

/** Whether a value is a finite number, or text that stands for one. */
export function isNumeric(value: number | string): boolean {
  return typeof value === 'number'
    ? Number.isFinite(value)
    : isNumber(value) && Number.isFinite(Number(value))
}
