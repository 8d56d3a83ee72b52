/** Where a queue lies, as its URL says: `readAddress`, `Address`, `FILES`. */
import { isIP } from 'node:net'
import { GauntletError } from '@gauntlet/core'
import type { RedisOptions } from 'ioredis'

export interface Address {
  /** The URL without user name and password: what people may see. */
  readonly shown: string
  /** Name of the queue: several may stand in one database. */
  readonly queue: string
  /** How long a worker that went silent keeps its cells. */
  readonly lockMs: number
  readonly server: Pick<RedisOptions, 'host' | 'port' | 'username' | 'password' | 'db' | 'tls'>
}

const DEFAULT_NAME = 'gauntlet'
const DEFAULT_LOCK_SECONDS = 30
const MOST_LOCK_SECONDS = 3600
const PORT = 6379
/** What follows the name of a queue in that of the queue of its files. */
export const FILES = '-files'

/**
 * Reads `rediss://user:password@host:port/database?name=matrix&lock=30`, of which only the host is needed.
 * Errors: GauntletError naming the part that is not allowed, without user name and password.
 */
export function readAddress(url: URL): Address {
  const { protocol, hostname, searchParams } = url
  const port = url.port === '' ? PORT : Number(url.port)
  const unknown = [...searchParams.keys()].find((name) => name !== 'name' && name !== 'lock')
  if (unknown !== undefined) throw refused(`has a field ${unknown}; expected name or lock`)
  const database = url.pathname.replace(/^\//, '')
  if (!/^\d{0,4}$/.test(database)) throw refused(`names database ${database}; expected a number, as in /0`)
  const queue = searchParams.get('name') ?? DEFAULT_NAME
  if (!/^[\w.-]{1,64}$/.test(queue)) {
    throw refused(
      `names the queue ${queue}; expected at most 64 letters, digits, dots, hyphens and underscores`,
    )
  }
  if (queue.endsWith(FILES)) throw refused(`names the queue ${queue}; names that end in ${FILES} are taken`)
  const lock = Number(searchParams.get('lock') ?? DEFAULT_LOCK_SECONDS)
  if (!(lock >= 1 && lock <= MOST_LOCK_SECONDS)) {
    throw refused(`has lock ${searchParams.get('lock')}; expected seconds from 1 to ${MOST_LOCK_SECONDS}`)
  }
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  return {
    shown: `${protocol}//${hostname}:${port}/${database}?name=${queue}`,
    queue,
    lockMs: lock * 1000,
    server: {
      host,
      port,
      db: Number(database),
      ...(url.username !== '' && { username: decoded(url.username) }),
      ...(url.password !== '' && { password: decoded(url.password) }),
      ...(protocol === 'rediss:' && { tls: isIP(host) === 0 ? { servername: host } : {} }),
    },
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw refused('has a user name or password with a % that stands for nothing; write % as %25')
  }
}

function refused(what: string): GauntletError {
  return new GauntletError('queue', `--queue: the URL ${what}`)
}
