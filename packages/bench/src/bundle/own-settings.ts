/** Settings of one's own that a bundle's configurations define: `withOwnSettings`. */
import { join } from 'node:path'
import { type AnySchema } from '@gauntlet/core'
import type { Catalogue } from '../catalogue.ts'
import { type CustomSetting, checkConfig } from '../config.ts'
import { withCustomSettings } from '../custom-settings.ts'
import { isGauntletError } from '../reasons.ts'
import { parseJson, readRegularFile } from '../regular-file.ts'
import { compareText } from '../report/order.ts'
import { isConfiguration } from './made-files.ts'

/**
 * The catalogue with the settings that the bundle in a folder defines and nobody here does. `sound` are the files that may be
 * read; a setting is left out where its environment is not installed, it names another file, or is not allowed.
 */
export function withOwnSettings(installed: Catalogue, root: string, sound: ReadonlySet<string>): Catalogue {
  const paths = [...sound].filter(isConfiguration).toSorted(compareText)
  return paths
    .flatMap((path) => settingsIn(join(root, path)))
    .reduce((catalogue, own) => withSetting(catalogue, own, join(root, 'configurations'), sound), installed)
}

function settingsIn(path: string): CustomSetting[] {
  const { environments = [] } = ifAllowed(() => checkConfig(parseJson(readRegularFile(path)), path)) ?? {}
  return environments.filter((one) => typeof one !== 'string')
}

function withSetting(
  catalogue: Catalogue,
  own: CustomSetting,
  directory: string,
  sound: ReadonlySet<string>,
): Catalogue {
  const definition = catalogue.environments.get(own.environment)
  if (definition === undefined || Object.hasOwn(definition.settings, own.name)) return catalogue
  const schema = definition.parameters as AnySchema
  const given = [...Object.entries(own.parameters ?? {}), ...Object.entries(own.evaluation?.parameters ?? {})]
  const inside = given.every(([name, value]) => {
    const isFile = Object.hasOwn(schema, name) && schema[name].kind === 'file' && typeof value === 'string'
    return !isFile || (value.startsWith('../') && sound.has(value.slice(3)))
  })
  if (!inside) return catalogue
  return ifAllowed(() => withCustomSettings(catalogue, [own], directory)) ?? catalogue
}

/** What comes of it; nothing where it is refused. */
function ifAllowed<T>(make: () => T): T | undefined {
  try {
    return make()
  } catch (error) {
    if (isGauntletError(error) || error instanceof SyntaxError) return undefined
    throw error
  }
}
