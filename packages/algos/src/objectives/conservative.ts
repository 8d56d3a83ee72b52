/** What a critic holds down of what was not done: the part `CONSERVATIVE`. */
import { type Stream, integer, log } from '@gauntlet/core'
import { coefficientField } from '../configuration.ts'
import type { Candidates } from '../critics/q.ts'
import { pathwiseHeadOf } from '../policies/box-actors.ts'
import { type Built, type PartDefinition, actorOf, definePart } from '../recipe/part.ts'
import type { TransitionBatch } from '../stores/transitions.ts'

interface ConservativeParameters {
  readonly coefficient: number
  readonly draws: number
}

/**
 * Of choices, every legal one is held down; of a box, actions that are drawn evenly, that the policy draws, and that it draws for the next
 * observation, as many of each.
 *
 * Source: Kumar et al. 2020, Conservative Q-Learning for Offline Reinforcement Learning; the three kinds as in CORL’s `cql.py`.
 */
export const CONSERVATIVE: PartDefinition<'objective'> = definePart<'objective', ConservativeParameters>({
  id: 'conservative',
  slot: 'objective',
  parameters: {
    coefficient: coefficientField(1, 'the penalty of what was not done'),
    draws: integer({ default: 10, minimum: 1, description: 'Actions in a box of each of three kinds' }),
  },
  columns: { reads: ['targets', 'q-values'], adds: [], needs: { actions: ['discrete', 'box'] } },
  build({ coefficient, draws }, { built, spec }) {
    const boxed = spec.action.kind === 'box'
    return {
      kind: 'conservatism',
      of: (batch, stream) => ({
        coefficient,
        ...(boxed && { candidates: drawCandidates(built, batch, draws, stream) }),
      }),
    }
  },
})

function drawCandidates(
  built: Built,
  { observations, nextObservations, rows }: TransitionBatch,
  draws: number,
  stream: Stream,
): Candidates {
  const actor = actorOf(built)
  const head = pathwiseHeadOf(actor)
  const { width } = head.box
  const count = 3 * draws
  const units = new Float32Array(rows * count * width)
  const logDensities = new Float64Array(rows * count)
  for (let i = 0; i < rows; i++) {
    // The density of units, each of which may be from -1 to 1.
    logDensities.fill(-width * log(2), i * count, i * count + draws)
    for (let j = 0; j < draws * width; j++) units[i * count * width + j] = 2 * stream.uniform() - 1
  }
  for (const [kind, seen] of [observations, nextObservations].entries()) {
    const outputs = actor.network.predict(seen, rows)
    for (let c = (1 + kind) * draws; c < (2 + kind) * draws; c++) {
      const noise = Float64Array.from({ length: rows * width }, () => stream.normal())
      const drawn = new Float32Array(noise.length)
      for (let i = 0; i < rows; i++) {
        logDensities[i * count + c] = head.draw(outputs, i, noise, drawn)
        units.set(drawn.subarray(i * width, (i + 1) * width), (i * count + c) * width)
      }
    }
  }
  return { count, units, logDensities }
}
