/**
 * Numbers one under another, point under point, however many digits each has: `onPoint`, `alignedTexts`.
 *
 * They are filled with blanks as wide as a digit and as a point (`BLANKS`), which every format writes in its own way.
 */
import { NONE } from './format.ts'

const DIGIT_BLANK = '\u2007'
const POINT_BLANK = '\u2008'
/** Each run of blanks. */
export const BLANKS: RegExp = /[\u2007\u2008]+/g

/** What is as wide as the blanks where digits are of one width: `.00`. */
export function widthOfBlanks(blank: string): string {
  return blank.replaceAll(DIGIT_BLANK, '0').replaceAll(POINT_BLANK, '.')
}

/** Numbers filled on both sides to one width; where there is none, it stays as it is. */
export function onPoint(numbers: readonly string[]): string[] {
  const parts = numbers.map((number) => {
    const point = number.includes('.') ? number.indexOf('.') : number.length
    return { whole: number.slice(0, point), fraction: number.slice(point) }
  })
  const whole = longest(parts.map((part) => part.whole))
  const fraction = longest(parts.map((part) => part.fraction))
  return numbers.map((number, i) =>
    number === NONE ? NONE : blanks(parts[i].whole, whole) + number + blanks(parts[i].fraction, fraction),
  )
}

/** Each number with its interval, in a line: numbers point under point, intervals end under end. */
export function alignedTexts(cells: readonly (readonly [number: string, interval: string])[]): string[] {
  const numbers = onPoint(cells.map(([number]) => number))
  const widest = longest(cells.map(([, interval]) => interval))
  if (widest === '') return numbers
  return cells.map(([number, interval], i) =>
    number === NONE ? NONE : `${numbers[i]} ${blanks(interval, widest)}${interval}`,
  )
}

function longest(texts: readonly string[]): string {
  return texts.reduce((found, text) => (text.length > found.length ? text : found), '')
}

/** As wide as what `text` lacks of `widest`. */
function blanks(text: string, widest: string): string {
  const lacking = widest.length - text.length
  const points = Math.min(lacking, Math.max(0, pointsIn(widest) - pointsIn(text)))
  return POINT_BLANK.repeat(points) + DIGIT_BLANK.repeat(lacking - points)
}

function pointsIn(text: string): number {
  return text.split('.').length - 1
}
