import { describe, expect, it } from 'vitest'
import { type PublishedResult, checkLiterature } from '../src/literature.ts'

const result: PublishedResult = { algorithm: 'ppo', score: 5, low: 4, high: 6, seeds: 3, source: 'Table 1' }

describe('published results', () => {
  it('may leave interval and seeds out', () => {
    checkLiterature([result, { algorithm: 'ppo', score: 5, source: 'Table 1' }], 'toy/line:easy')
    checkLiterature([], 'toy/line:easy')
  })

  it.each([
    [{ algorithm: '' }, 'algorithm: got "", expected a name'],
    [{ score: NaN }, 'score: got NaN, expected a finite number'],
    [{ source: '' }, 'source: got "", expected paper and table'],
    [{ low: 5.5 }, 'low: got 5.5, expected a number of at most the score, 5'],
    [{ high: Infinity }, 'high: got Infinity, expected a number of at least the score, 5'],
    [{ seeds: 0 }, 'seeds: got 0, expected a whole number of at least 1'],
  ])('with %j are refused, by setting and place', (change, message) => {
    const check = (): void => checkLiterature([result, { ...result, ...change }], 'toy/line:easy')
    expect(check).toThrow(`toy/line:easy.literature[1].${message}`)
  })
})
