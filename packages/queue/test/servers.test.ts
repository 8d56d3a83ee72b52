/** What is wrong with a queue or its URL is said by its name, and nobody waits for it. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { Redis } from 'ioredis'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { readAddress } from '../src/address.ts'
import { queueError } from '../src/connection.ts'
import { TINY, finished, gauntletHere, project, start, until } from './harness.ts'
import { HAS_OPENSSL, HAS_REDIS, type RedisServer, freePort, startRedis } from './redis.ts'

const servers: RedisServer[] = []

afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop()
})

async function redis(...settings: readonly string[]): Promise<RedisServer> {
  const server = await startRedis(...settings)
  servers.push(server)
  return server
}

const few = { ...TINY, seeds: 1 }

/** What the three commands that open a queue say of it. */
async function said(directory: string, url: string): Promise<string[]> {
  const commands = [['run'], ['worker'], ['status']]
  const ends = await Promise.all(commands.map((words) => gauntletHere(directory, [...words, '--queue', url])))
  for (const { code, stdout, stderr } of ends) {
    expect({ code, stdout }, stderr).toEqual({ code: 2, stdout: '' })
    expect(stderr).not.toContain('secret')
  }
  return ends.map(({ stderr }) => stderr.trim())
}

describe('the URL of a queue', () => {
  it('is read with its user, password and database, and shown without them', () => {
    const part = fc.string({ unit: 'grapheme', minLength: 1 })
    fc.assert(
      fc.property(part, part, fc.nat(15), (username, password, db) => {
        const [user, word] = [username, password].map(encodeURIComponent)
        const url = new URL(`rediss://${user}:${word}@example.org:7000/${db}?name=m-1&lock=5`)
        const { shown, queue, lockMs, server } = readAddress(url)
        expect(shown).toBe(`rediss://example.org:7000/${db}?name=m-1`)
        expect({ queue, lockMs }).toEqual({ queue: 'm-1', lockMs: 5000 })
        const tls = { servername: 'example.org' }
        expect(server).toEqual({ host: 'example.org', port: 7000, username, password, db, tls })
      }),
    )
  })

  it.each([
    ['redis://u:secret@h/base', 'names database base'],
    ['redis://u:secret@h?nme=x', 'has a field nme; expected name or lock'],
    ['redis://u:secret@h?name=a:b', 'names the queue a:b'],
    ['redis://u:secret@h?name=a-files', 'names the queue a-files; names that end in -files are taken'],
    ['redis://u:secret@h?lock=0', 'has lock 0; expected seconds from 1 to 3600'],
    ['redis://u:se%cret@h', 'has a user name or password with a % that stands for nothing'],
  ])('is refused by the part that is wrong: %s', (url, message) => {
    expect(() => readAddress(new URL(url))).toThrow(message)
    expect(() => readAddress(new URL(url))).not.toThrow('secret')
  })

  it('is refused where it is none, or nothing installed serves it', async () => {
    const [bare, whole] = [project(few, ['env-bandits']), project(few)]
    const of = async (directory: string, url: string): Promise<string> =>
      (await gauntletHere(directory, ['status', '--queue', url])).stderr.trim()
    expect(await of(whole, 'u:secret@h')).toBe(
      'error: --queue: is no URL of a queue; expected one such as redis://host:6379',
    )
    expect(await of(whole, 'amqp://u:secret@h')).toBe(
      'error: --queue: nothing here serves amqp://; there are adapters for redis, rediss',
    )
    expect(await of(bare, 'redis://u:secret@h')).toBe(
      'error: --queue: nothing here serves redis://; no adapter is installed: npm install @gauntlet/queue in the project where you run gauntlet',
    )
  })
})

describe('--queue', () => {
  it('takes the URL of GAUNTLET_QUEUE where it has none, and a worker without being told', async () => {
    const directory = project(few)
    const of = async (...words: string[]): Promise<string> => (await gauntletHere(directory, words)).stderr
    vi.stubEnv('GAUNTLET_QUEUE', 'amqp://u:secret@h')
    for (const words of [['run', '--queue'], ['status', '--queue'], ['worker']]) {
      expect(await of(...words)).toContain('nothing here serves amqp://')
    }
    vi.stubEnv('GAUNTLET_QUEUE', 'u:secret@h')
    expect(await of('worker')).toContain('error: GAUNTLET_QUEUE: is no URL of a queue')
    expect(await of('worker', '--queue', 'ftp://h')).toContain('nothing here serves ftp://')
    vi.stubEnv('GAUNTLET_QUEUE', undefined)
    expect(await of('worker')).toContain('error: --queue: has no URL, and GAUNTLET_QUEUE is not set')
    vi.unstubAllEnvs()
  })

  it.each([
    [['status', '--env', 'bandits/*'], "'--queue [url]' cannot be used with option '--env <glob>'"],
    [['run', '--timeout', '5'], '--timeout: does nothing with --queue, since nothing is computed here'],
    [['run', '--memory', '500'], '--memory: does nothing with --queue'],
  ])('refuses what would do nothing: %s', async (words, message) => {
    const { code, stderr } = await gauntletHere(project(few), [...words, '--queue', 'redis://h'])
    expect(code).toBe(2)
    expect(stderr).toContain(message)
  })

  it('asks whether a server speaks TLS that does not answer', () => {
    const silent = Object.assign(new Error('connect ETIMEDOUT'), { code: 'ETIMEDOUT' })
    const { message } = queueError(readAddress(new URL('rediss://h')), silent)
    expect(message).toContain('Does it speak TLS? Without it the URL begins with redis://')
    expect(queueError(readAddress(new URL('redis://h')), silent).message).not.toContain('TLS')
  })
})

describe.skipIf(!HAS_REDIS)('a server (needs redis-server)', () => {
  it('that is down', async () => {
    const url = `redis://u:secret@127.0.0.1:${await freePort()}`
    const directory = project(few)
    for (const message of await said(directory, url)) {
      expect(message).toMatch(
        /^error: queue redis:\/\/127\.0\.0\.1:\d+\/\?name=gauntlet: is not there \(ECONNREFUSED\)/,
      )
    }
    expect(existsSync(join(directory, '.gauntlet'))).toBe(false)
  })

  it('that refuses the password, or wants one', async () => {
    const { port } = await redis('--requirepass', 'right')
    const directory = project(few)
    for (const message of await said(directory, `redis://:secret@127.0.0.1:${port}`)) {
      expect(message).toContain('refuses the user name or password of the URL')
    }
    for (const message of await said(directory, `redis://127.0.0.1:${port}`)) {
      expect(message).toContain('wants a password: redis://user:password@host:port')
    }
    const open = await gauntletHere(directory, ['status', '--queue', `redis://:right@127.0.0.1:${port}`])
    expect(open).toMatchObject({ code: 0, stderr: '' })
    expect(open.stdout).toBe(
      `0 cells waiting, 0 running, 0 refused; 0 workers; queue redis://127.0.0.1:${port}/?name=gauntlet\n`,
    )
  })

  it('that is full, or would forget cells', async () => {
    const directory = project(few)
    const full = await redis('--maxmemory', '1kb', '--maxmemory-policy', 'noeviction')
    const { code, stderr } = await gauntletHere(directory, ['run', '--queue', full.url])
    expect({ code, stderr }).toMatchObject({ code: 2 })
    expect(stderr).toContain('is full: the memory that it may use (maxmemory) is taken')

    const worker = start(directory, ['worker', '--queue', full.url, '--workers', '1', '--store', 'worker'])
    let told = ''
    worker.stderr?.on('data', (chunk) => (told += String(chunk)))
    await until(() => told.includes('is full'))
    const server = new Redis(full.url)
    for (let i = 0; i < 5000; i++) await server.ping()
    const calls = /cmdstat_evalsha:calls=(\d+)/.exec(await server.info('commandstats'))?.[1]
    expect(Number(calls)).toBeLessThan(20)
    await server.config('SET', 'maxmemory', '0')
    server.disconnect()
    const again = await gauntletHere(directory, ['run', '--queue', full.url])
    expect({ code: again.code, stderr: again.stderr }).toMatchObject({ code: 0 })
    worker.kill('SIGTERM')
    await finished(worker)

    const forgetful = await redis('--maxmemory', '100mb', '--maxmemory-policy', 'allkeys-lru')
    for (const message of await said(directory, forgetful.url)) {
      expect(message).toContain('forgets keys when its memory is full (allkeys-lru)')
    }
  }, 120_000)

  it.skipIf(!HAS_OPENSSL)('that speaks TLS, whose certificate is checked', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gauntlet-tls-'))
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '2']
    const making = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate]
    execFileSync('openssl', [...making, ...subject], { stdio: 'ignore' })
    const port = await freePort()
    const tls = ['--tls-port', String(port), '--tls-cert-file', certificate, '--tls-key-file', key]
    await redis(
      ...tls,
      '--tls-ca-cert-file',
      certificate,
      '--tls-auth-clients',
      'no',
      '--requirepass',
      'secret',
    )
    const directory = project(few)
    const url = `rediss://:secret@localhost:${port}`
    for (const message of await said(directory, url)) expect(message).toContain('self-signed certificate')
    const known = start(directory, ['status', '--queue', url], { NODE_EXTRA_CA_CERTS: certificate })
    expect(await finished(known)).toMatchObject({ code: 0, stderr: '' })
    rmSync(folder, { recursive: true, force: true })
  })
})
