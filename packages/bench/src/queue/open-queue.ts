/** Opens the queue that a URL names, by whatever installed package serves its scheme: `openQueue`. */
import { GauntletError } from '@gauntlet/core'
import { discoverQueues } from '../discover.ts'
import { hosting } from '../guests.ts'
import { importModule } from '../import-module.ts'
import { thrownText } from '../reasons.ts'
import type { CellQueue, QueueAdapter } from './adapter.ts'

const EXAMPLE = 'redis://host:6379'
/** Has the URL where --queue has none: who lists processes sees arguments, and a password in them. */
const VARIABLE = 'GAUNTLET_QUEUE'
/** What brings the queue that is known to the documentation. */
const USUAL = '@gauntlet/queue'

/**
 * Opens a queue through one of the project's dependencies; `flag` is what --queue was given, true where that was nothing. The
 * URL may hold a password, and is in no message.
 * Errors: GauntletError where it is no URL, nothing installed serves it, or the queue does not answer.
 */
export async function openQueue(flag: string | true, directory: string): Promise<CellQueue> {
  const written = flag === true ? process.env[VARIABLE] : flag
  if (written === undefined) {
    throw new GauntletError(
      'queue',
      `--queue: has no URL, and ${VARIABLE} is not set; expected ${EXAMPLE}, say`,
    )
  }
  const url = URL.canParse(written) ? new URL(written) : undefined
  if (url === undefined || url.host === '') {
    const where = flag === true ? VARIABLE : '--queue'
    throw new GauntletError('queue', `${where}: is no URL of a queue; expected one such as ${EXAMPLE}`)
  }
  const scheme = url.protocol.slice(0, -1)
  const adapters: QueueAdapter[] = []
  for (const found of discoverQueues(directory)) adapters.push(await loadAdapter(found))
  const adapter = adapters.find(({ schemes }) => schemes.includes(scheme))
  if (adapter !== undefined) return adapter.open(url)
  const served = adapters.flatMap(({ schemes }) => schemes)
  const hint =
    served.length > 0
      ? `there are adapters for ${served.join(', ')}`
      : `no adapter is installed: npm install ${USUAL} in the project where you run gauntlet`
  throw new GauntletError('queue', `--queue: nothing here serves ${scheme}://; ${hint}`)
}

async function loadAdapter({ name, file }: { name: string; file: string }): Promise<QueueAdapter> {
  const where = `queue adapter ${name} (${file})`
  let adapter: Partial<QueueAdapter>
  try {
    const exported = await hosting({ name: where, file }, () => importModule(file))
    adapter = Object(exported.default) as Partial<QueueAdapter>
  } catch (error) {
    throw new GauntletError('queue', `${where}: threw while it was imported: ${thrownText(error)}`)
  }
  if (adapter.kind === 'queue' && adapter.queueVersion === 1) return adapter as QueueAdapter
  throw new GauntletError(
    'queue',
    `${where}: its default export is no queue adapter of version 1; install the version of ${name} that goes with this gauntlet`,
  )
}
