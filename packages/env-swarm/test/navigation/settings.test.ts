import { expect, test } from 'vitest'
import { navigation } from '../../src/navigation/navigation.ts'
import { MEASURED } from '../../src/navigation/measured-scores.ts'
import { episodeScores } from './episode-scores.ts'

const EPISODES = 30

test.each(Object.entries(MEASURED))('stored scores of %s are what players reach', async (name, scores) => {
  const { parameters, references } = navigation.settings[name]
  for (const [player, score] of Object.entries(scores)) {
    const { mean, standardError } = await episodeScores(parameters, player, EPISODES)
    expect(Math.abs(mean - score), player).toBeLessThanOrEqual(4 * standardError + 0.005)
  }
  expect(references.random.score).toBe(scores.random)
  const best = name.endsWith('-barrier') ? 1 : Math.max(...Object.values(scores))
  expect(references.best.score).toBe(best)
})
