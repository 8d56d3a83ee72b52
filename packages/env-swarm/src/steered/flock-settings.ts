/** The settings of `swarm/flock`, along the curve of order over noise: `flockSettings`. */
import { type Setting, sin } from '@gauntlet/core'
import type { FlockParameters } from './flock.ts'
import { phaseSetting } from './phase-setting.ts'

const LOCAL = [0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 5, 6]
const GLOBAL = [1, 2, 3, 4, 5, 6]

const nameOf = (eta: number): string => String(eta).replace('.', '-')

export const flockSettings: Readonly<Record<string, Setting<FlockParameters>>> = Object.fromEntries([
  ...LOCAL.map((eta) => {
    const name = `eta-${nameOf(eta)}`
    const parameters = { agents: 100, eta, burnIn: 1000, horizon: 3000 }
    const description = `A hundred agents, four to a unit of area, and noise of ${eta}`
    return [name, phaseSetting<FlockParameters>(`swarm/flock:${name}`, description, parameters)] as const
  }),
  ...GLOBAL.map((eta) => {
    const name = `all-eta-${nameOf(eta)}`
    const parameters = { agents: 1000, neighbours: 'all', eta, burnIn: 50, horizon: 200 } as const
    const description = `A thousand agents, each of which sees all, and noise of ${eta}`
    const theory = {
      algorithm: 'the model, infinitely many agents',
      score: sin(eta / 2) / (eta / 2),
      source:
        'mean of cos over the noise: sin(eta / 2) / (eta / 2), as each turns from the same mean direction',
    }
    return [
      name,
      phaseSetting<FlockParameters>(`swarm/flock:${name}`, description, parameters, theory),
    ] as const
  }),
])
