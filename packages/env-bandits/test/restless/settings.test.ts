import { expect, test } from 'vitest'
import { restless } from '../../src/restless/restless.ts'
import { bestScore, uniformScore } from './expected-scores.ts'

test.each(Object.entries(restless.settings))('references of %s', async (_, { parameters, references }) => {
  expect(uniformScore(parameters)).toBeCloseTo(references.random.score, 8)
  expect(await bestScore(parameters)).toBeCloseTo(references.best.score, 5)
})
