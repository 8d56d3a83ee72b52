/** The factors of an action as agents that choose one each: `factorCounts`, `factorSpec`, `overFactors`. */
import { type ActionSpace, type Environment, type EnvironmentSpec, discrete } from '@gauntlet/core'
import { parted, partedSpec } from './parted.ts'

/** Choices of each factor; none where actions have no factors. */
export function factorCounts(action: ActionSpace): readonly number[] {
  return action.kind === 'multi-discrete' ? action.counts : []
}

/** A choice for each factor, of as many as the largest has; those that a factor has not are masked. */
export function factorSpec(spec: EnvironmentSpec): EnvironmentSpec {
  const counts = factorCounts(spec.action)
  const most = Math.max(...counts)
  const masked = spec.masked || counts.some((count) => count < most)
  return partedSpec(spec, counts.length, { action: discrete(most), masked })
}

export function overFactors(environment: Environment, spec: EnvironmentSpec): Environment {
  const counts = factorCounts(environment.spec.action)
  const parts = counts.length
  const most = Math.max(...counts)
  const width = counts.reduce((sum, count) => sum + count, 0)
  return parted(environment, {
    spec,
    join: (actions, own) => own.set(actions),
    part(own, actions, rows) {
      for (let i = 0; i < rows * parts; i++) actions[i] = own[i]
    },
    mask(own, mask, from, to) {
      for (let i = from; i < to; i++) {
        let offset = i * width
        for (let p = 0; p < parts; p++) {
          for (let k = 0; k < most; k++) {
            const exists = k < counts[p]
            mask[(i * parts + p) * most + k] = exists ? (own === undefined ? 1 : own[offset + k]) : 0
          }
          offset += counts[p]
        }
      }
    },
  })
}
