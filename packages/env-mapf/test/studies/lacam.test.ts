/**
 * What `lacam` scores on the settings of the benchmark, and how long a step of it takes: the README's table.
 *
 * `GAUNTLET_STUDY=1 npx vitest run --project env-mapf studies/lacam`; `-t oneshot:random` measures those rows alone. A row
 * takes from seconds to minutes.
 */
import type { EnvironmentDefinition } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { lifelong, oneshot } from '../../src/index.ts'
import { evaluate } from '../../../core/test/support/evaluate.ts'

const ROWS = ([oneshot, lifelong] as readonly EnvironmentDefinition[]).flatMap((definition) =>
  Object.entries(definition.settings)
    .filter(([, { evaluation }]) => evaluation.instances !== undefined)
    .map(([name, setting]) => [`${definition.id}:${name}`, definition, setting] as const),
)

test.skipIf(process.env.GAUNTLET_STUDY === undefined).each(ROWS)(
  '%s (skipped unless GAUNTLET_STUDY is set)',
  { timeout: 3600000 },
  async (name, definition, { parameters, evaluation, literature }) => {
    let [milliseconds, steps] = [0, 0]
    const { mean, deviation, episodes } = await evaluate(
      definition,
      parameters,
      (environment) => {
        const policy = environment.expert!.policy('lacam')
        return {
          begin: (view, seed) => policy.begin(view, seed),
          act(view, actions, mode) {
            const startedAt = performance.now()
            policy.act(view, actions, mode)
            milliseconds += performance.now() - startedAt
            steps += view.batch
          },
        }
      },
      evaluation.instances!.length,
    )
    const others = literature!.map(({ algorithm, score }) => `${algorithm} ${score}`).join(', ')
    const figures = `${mean.toPrecision(5)} ± ${(deviation / Math.sqrt(episodes)).toPrecision(2)}`
    console.log(`${name}: ${figures}, ${(milliseconds / steps).toPrecision(3)} ms per step; ${others}`)
    expect(mean).toBeGreaterThan(0)
  },
)
