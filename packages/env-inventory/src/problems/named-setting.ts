/** Which named setting parameters are those of: `namedSetting`. */
import type { EnvironmentDefinition } from '@gauntlet/core'
import type { CommonParameters } from './common-parameters.ts'
import { same } from './lists.ts'

/** Fields that say nothing of the network and its demand. */
const ASIDE: ReadonlySet<string> = new Set<keyof CommonParameters>([
  'horizon',
  'warmUp',
  'orderLimit',
  'scenarios',
  'features',
  'pastDemand',
  'objectives',
  'control',
])

/** `id:setting` of the setting with the same network and demand; undefined where there is none. */
export function namedSetting<P extends CommonParameters>(
  { id, parameters: schema, settings }: EnvironmentDefinition<P>,
  parameters: P,
): string | undefined {
  const fields = (Object.keys(schema) as (keyof P & string)[]).filter((name) => !ASIDE.has(name))
  const found = Object.entries(settings).find(([, setting]) =>
    fields.every((name) => same(parameters[name], setting.parameters[name] ?? schema[name].default)),
  )
  return found && `${id}:${found[0]}`
}
