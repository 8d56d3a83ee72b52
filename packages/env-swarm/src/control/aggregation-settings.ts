/** The settings of `swarm/aggregation`: `aggregationSettings`. */
import type { Setting } from '@gauntlet/core'
import type { AggregationParameters } from './aggregation.ts'
import { scripted } from './scripted-setting.ts'

const setting = (
  name: string,
  description: string,
  parameters: Partial<AggregationParameters>,
): Setting<AggregationParameters> =>
  scripted(`swarm/aggregation:${name}`, 'ease-to-centre', description, parameters)

export const aggregationSettings: Readonly<Record<string, Setting<AggregationParameters>>> = {
  'agents-50': setting('agents-50', 'Fifty agents', {}),
  'agents-200': setting('agents-200', 'Two hundred agents', { agents: 200 }),
  'agents-10-to-50': setting('agents-10-to-50', 'Ten to fifty agents, of whom some leave', {
    fewest: 10,
    leaving: 0.005,
  }),
  'zealots-10': setting('zealots-10', 'Forty agents among ten who stay where they are', {
    agents: 40,
    zealots: 10,
  }),
}
