/** The settings of `swarm/minority`: `minoritySettings`. */
import type { Setting } from '@gauntlet/core'
import { scripted } from '../control/scripted-setting.ts'
import type { MinorityParameters } from './minority.ts'

const setting = (
  name: string,
  best: string,
  description: string,
  parameters: Partial<MinorityParameters>,
): Setting<MinorityParameters> => scripted(`swarm/minority:${name}`, best, description, parameters)

export const minoritySettings: Readonly<Record<string, Setting<MinorityParameters>>> = {
  'attackers-1-of-20': setting('attackers-1-of-20', 'zero', 'One attacker among twenty agents', {
    agents: 20,
    minority: 1,
  }),
  'attackers-5-of-50': setting('attackers-5-of-50', 'zero', 'Five attackers among fifty agents', {}),
  'kuramoto-5-of-50': setting(
    'kuramoto-5-of-50',
    'zero',
    'Five attackers among fifty agents that stay where they are',
    { speed: 0 },
  ),
  'game-5-of-50': setting(
    'game-5-of-50',
    'align',
    'Five attackers and forty-five others, all of them the policy’s: the majority is scored',
    { majority: 'policy' },
  ),
}
