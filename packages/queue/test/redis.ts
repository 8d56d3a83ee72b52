/** A Redis of one's own: `startRedis`, where the machine has redis-server (`HAS_REDIS`); `HAS_OPENSSL`, `freePort`. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const HAS_REDIS: boolean = has('redis-server', '--version')
/** For certificates. */
export const HAS_OPENSSL: boolean = has('openssl', 'version')

function has(command: string, version: string): boolean {
  try {
    execFileSync(command, [version], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

export interface RedisServer {
  readonly url: string
  readonly port: number
  stop(): Promise<void>
}

/** Starts a server on loopback that keeps nothing on disk, once it answers. */
export async function startRedis(...settings: readonly string[]): Promise<RedisServer> {
  const directory = mkdtempSync(join(tmpdir(), 'gauntlet-redis-'))
  const port = await freePort()
  const own = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    directory,
    '--save',
    '',
    '--appendonly',
    'no',
  ]
  const child = spawn('redis-server', [...own, ...settings], { stdio: ['ignore', 'pipe', 'inherit'] })
  await ready(child)
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL')
        await once(child, 'exit')
      }
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

async function ready(child: ChildProcess): Promise<void> {
  let said = ''
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (chunk) => {
      said += String(chunk)
      if (said.includes('Ready to accept connections')) resolve()
    })
    child.on('exit', (code) => reject(new Error(`redis-server ended with ${code}: ${said}`)))
  })
}
