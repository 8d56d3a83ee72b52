/** Connections to Redis: `connect`, `Connection`, `connectWorker`; what its errors mean: `queueError`. */
import { GauntletError } from '@gauntlet/core'
import { Redis } from 'ioredis'
import type { Address } from './address.ts'

/** How long an answer is waited for, and how often a command is sent again while the connection is down: a minute or so. */
const ANSWER_MS = 60_000
const CONNECT_MS = 10_000
const TRIES = 20
const MOST_DELAY_MS = 3000

/** What BullMQ needs: EVAL with more than one key, streams, LMOVE. */
const OLDEST = [6, 2]

/** Connects for commands that are given up in the end. Errors: GauntletError where the server is not there, refuses, or is too old. */
export async function connect(address: Address): Promise<Redis> {
  const redis = new Redis({
    ...address.server,
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
    commandTimeout: ANSWER_MS,
    maxRetriesPerRequest: TRIES,
    // Until it was there once, a server that is not there will not be waited for.
    retryStrategy: (tries) => (ready ? delay(tries) : null),
  })
  let ready = false
  try {
    // A refused password, for one, is an error of the connection: the command that meets it waits for a better one.
    const broken = new Promise<never>((_, reject) => redis.on('error', reject))
    await Promise.race([broken, redis.connect().then(async () => checkServer(await redis.info()))])
    ready = true
    return redis
  } catch (error) {
    redis.disconnect()
    throw queueError(address, error)
  }
}

/** A connection on which a worker waits for jobs, for ever if need be. Its owner listens to its errors. */
export function connectWorker({ server }: Address): Redis {
  return new Redis({
    ...server,
    connectTimeout: CONNECT_MS,
    maxRetriesPerRequest: null,
    retryStrategy: delay,
  })
}

function delay(tries: number): number {
  return Math.min(250 * tries, MOST_DELAY_MS)
}

/** A server that forgets keys when its memory is full would forget cells. */
function checkServer(info: string): void {
  const field = (name: string): string => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? ''
  const version = field('redis_version')
  const [major, minor] = version.split('.').map(Number)
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    throw new GauntletError('queue', `is Redis ${version}; expected ${OLDEST.join('.')} or newer`)
  }
  const policy = field('maxmemory_policy')
  if (policy.startsWith('allkeys') && field('maxmemory') !== '0') {
    throw new GauntletError(
      'queue',
      `forgets keys when its memory is full (${policy}); set its maxmemory-policy to noeviction`,
    )
  }
}

const FULL =
  'is full: the memory that it may use (maxmemory) is taken; give it more, or let what it holds be fetched'

/** An error of Redis or of the connection, in words that name the queue and what to do. */
export function queueError({ shown, server }: Address, error: unknown): GauntletError {
  const { message, code = '' } = error as Error & { code?: string }
  if (error instanceof GauntletError) return new GauntletError(error.code, `queue ${shown}: ${message}`)
  const full = /\bOOM command not allowed/.test(message)
  const said = full ? FULL : meaning(message, code, server.tls !== undefined)
  return new GauntletError(full ? 'queue-full' : 'queue', `queue ${shown}: ${said}`, { cause: error })
}

function meaning(message: string, code: string, tls: boolean): string {
  if (/WRONGPASS|invalid password|AUTH <password> called without/i.test(message)) {
    return 'refuses the user name or password of the URL'
  }
  if (/NOAUTH/.test(message)) return 'wants a password: redis://user:password@host:port'
  if (/NOPERM/.test(message)) return `does not let this user do what is needed: ${message}`
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EHOSTUNREACH' || code === 'ETIMEDOUT') {
    const plain =
      tls && code === 'ETIMEDOUT' ? ' Does it speak TLS? Without it the URL begins with redis://' : ''
    return `is not there (${code}); is the server running, and are host and port right?${plain}`
  }
  if (
    /max retries per request|Connection is closed|Command timed out|ECONNRESET|EPIPE/i.test(message + code)
  ) {
    return 'was lost, and did not come back; the same command goes on from here'
  }
  return message
}
