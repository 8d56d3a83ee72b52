/** The settings of `swarm/vicsek` and `swarm/kuramoto`: `vicsekSettings`, `kuramotoSettings`. */
import type { Setting } from '@gauntlet/core'
import { scripted } from './scripted-setting.ts'
import type { TurningParameters } from './turning-parameters.ts'

type Settings = Readonly<Record<string, Setting<TurningParameters>>>
type Described = Readonly<
  Record<string, readonly [description: string, parameters: Partial<TurningParameters>]>
>

function settingsOf(id: string, described: Described): Settings {
  return Object.fromEntries(
    Object.entries(described).map(([name, [description, parameters]]) => [
      name,
      scripted(`${id}:${name}`, 'align', description, parameters),
    ]),
  )
}

const SHARED: Described = {
  'agents-50': ['Fifty agents on a torus', {}],
  'agents-200': ['Two hundred agents on a torus', { agents: 200 }],
  'means-50': ['Fifty agents, who see the mean direction of their neighbours', { observation: 'means' }],
  'discrete-50': ['Fifty agents who turn left, right or not', { actions: 'discrete' }],
  'agents-10-to-50': ['Ten to fifty agents, of whom some leave', { fewest: 10, leaving: 0.005 }],
  'zealots-5': ['Forty-five agents among five who never turn', { agents: 45, zealots: 5 }],
}

export const kuramotoSettings: Settings = settingsOf('swarm/kuramoto', SHARED)

export const vicsekSettings: Settings = settingsOf('swarm/vicsek', {
  ...SHARED,
  'box-50': ['Fifty agents in a box with walls', { space: 'box' }],
  'moebius-50': ['Fifty agents on a Möbius strip', { space: 'moebius' }],
  'klein-50': ['Fifty agents on a Klein bottle', { space: 'klein' }],
  'projective-50': ['Fifty agents on the projective plane', { space: 'projective' }],
})
