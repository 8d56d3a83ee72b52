/** The settings of `swarm/oscillators`, along curves of order over coupling: `oscillatorSettings`. */
import type { Setting } from '@gauntlet/core'
import { gaussianOrder, lorentzianOrder, uniformOrder } from '../kuramoto/theory.ts'
import type { OscillatorParameters } from './oscillators.ts'
import { phaseSetting } from './phase-setting.ts'

const CURVES = {
  lorentzian: { order: lorentzianOrder, couplings: [1, 1.5, 2, 2.5, 3, 4, 6] },
  gaussian: { order: gaussianOrder, couplings: [1, 1.5, 1.8, 2, 2.5, 3, 4] },
  uniform: { order: uniformOrder, couplings: [1, 1.5, 2, 3] },
} as const

type Frequencies = keyof typeof CURVES

function settingsOf(frequencies: Frequencies): (readonly [string, Setting<OscillatorParameters>])[] {
  const { order, couplings } = CURVES[frequencies]
  return couplings.map((coupling) => {
    const name = `${frequencies}-${String(coupling).replace('.', '-')}`
    const theory = {
      algorithm: 'the model, infinitely many oscillators',
      score: order(coupling, 1),
      source: 'Kuramoto 1984; Strogatz 2000, Physica D 143, 1; of uniform frequencies Pazó 2005',
    }
    const parameters = { agents: 500, frequencies, coupling, burnIn: 600, horizon: 1200 }
    const description = `Five hundred oscillators, ${frequencies} frequencies of width 1, coupling ${coupling}`
    return [
      name,
      phaseSetting<OscillatorParameters>(`swarm/oscillators:${name}`, description, parameters, theory),
    ]
  })
}

export const oscillatorSettings: Readonly<Record<string, Setting<OscillatorParameters>>> = Object.fromEntries(
  (Object.keys(CURVES) as Frequencies[]).flatMap(settingsOf),
)
