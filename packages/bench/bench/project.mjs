/** A project with tiny cells, to measure what is around them: `makeProject`. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PACKAGES = join(import.meta.dirname, '../..')

/**
 * An empty directory with a configuration: one bandit for `seeds` seeds, played at random. It goes when the process does.
 *
 * @param {{ readonly seeds: number, readonly horizon: number, readonly episodes: number }} size
 */
export function makeProject({ seeds, horizon, episodes }) {
  const directory = mkdtempSync(join(tmpdir(), 'gauntlet-bench-'))
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }))
  /** @type {import('@gauntlet/bench').GauntletConfig} */
  const config = {
    environments: [
      {
        environment: 'bandits/bernoulli',
        name: 'tiny',
        parameters: { horizon },
        evaluation: { episodes, batch: 1 },
      },
    ],
    algorithms: ['random'],
    seeds,
    plugins: ['env-bandits', 'algos'].map((name) => join(PACKAGES, name)),
  }
  writeFileSync(join(directory, 'gauntlet.config.json'), JSON.stringify(config))
  return directory
}
