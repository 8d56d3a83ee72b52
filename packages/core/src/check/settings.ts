/** Checks of an environment's named settings. */
import type { Reference, Setting } from '../definition.ts'
import { GauntletError } from '../errors.ts'
import { errorText } from '../show.ts'
import { type EnvironmentSpec, scoreOf } from '../spec.ts'
import { type Check, fail, skip } from './report.ts'
import type { EnvironmentSubject } from './subject.ts'

export const SETTING_CHECKS: readonly Check<EnvironmentSubject>[] = [
  {
    id: 'settings/resolve',
    title: 'every setting resolves and describes, for training and for evaluation',
    run: (subject) =>
      eachSetting(subject, ({ setting }) => {
        if (setting.description.trim() === '') fail('has no description')
        describeFor(subject, setting, 'training')
        describeFor(subject, setting, 'evaluation')
      }),
  },
  {
    id: 'settings/references',
    title:
      'references, where they are known, are finite, have a source, and the best is better than the random policy',
    run: (subject) =>
      eachSetting(subject, ({ setting }) => {
        const { random, best } = setting.references
        if (Number.isNaN(random.score) && Number.isNaN(best.score)) return
        requireReference('random', random)
        requireReference('best', best)
        const { metric } = scoreOf(describeFor(subject, setting, 'evaluation'))
        const gain = metric.direction === 'minimise' ? random.score - best.score : best.score - random.score
        if (!(gain > 0)) {
          fail(
            `best is ${best.score} and random ${random.score}, expected a best that is better: ` +
              `${metric.direction} ${metric.name}`,
          )
        }
      }),
  },
  {
    id: 'settings/evaluation',
    title: 'an evaluation plays whole episodes of instances that exist',
    run: (subject) =>
      eachSetting(subject, ({ setting: { evaluation }, setting }) => {
        const { episodes, batch, instances } = evaluation
        if (!Number.isSafeInteger(episodes) || episodes < 1)
          fail(`episodes is ${episodes}, expected at least 1`)
        if (!Number.isSafeInteger(batch) || batch < 1) fail(`batch is ${batch}, expected at least 1`)
        if (instances !== undefined) {
          requireInstances(instances, describeFor(subject, setting, 'evaluation').instances)
        }
      }),
  },
]

function eachSetting(
  { definition }: EnvironmentSubject,
  check: (entry: { readonly name: string; readonly setting: Setting }) => void,
): string {
  const entries = Object.entries(definition.settings)
  if (entries.length === 0) skip('the environment has no settings')
  for (const [name, setting] of entries) {
    try {
      check({ name, setting })
    } catch (error) {
      fail(`setting ${name}: ${error instanceof GauntletError ? error.message : errorText(error)}`)
    }
  }
  return `settings ${entries.map(([name]) => name).join(', ')}`
}

function describeFor(
  { definition }: EnvironmentSubject,
  setting: Setting,
  use: 'training' | 'evaluation',
): EnvironmentSpec {
  const extra = use === 'evaluation' ? setting.evaluation.parameters : {}
  return definition.describe({ ...setting.parameters, ...extra })
}

function requireReference(name: string, { score, source, episodes }: Reference): void {
  if (!Number.isFinite(score)) fail(`the ${name} reference is ${score}, expected a finite score`)
  if (source.trim() === '') fail(`the ${name} reference has no source`)
  if (episodes !== undefined && !(episodes >= 1)) {
    fail(`the ${name} reference stands on ${episodes} episodes, expected at least 1`)
  }
}

function requireInstances(instances: readonly number[], count: number | undefined): void {
  if (count === undefined) fail('evaluation.instances is given, but the spec has no numbered instances')
  if (instances.length === 0) fail('evaluation.instances is empty')
  for (const index of instances) {
    if (!Number.isInteger(index) || index < 0 || index >= count) {
      fail(`evaluation.instances names ${index}, expected 0 to ${count - 1}`)
    }
  }
}
