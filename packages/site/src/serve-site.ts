/** Serves a site on this machine: `serveSite`. */
import { createReadStream, realpathSync, statSync } from 'node:fs'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, resolve, sep } from 'node:path'
import { GauntletError } from '@gauntlet/core'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
}

export interface ServedSite {
  readonly url: string
  close(): void
}

/**
 * Serves a folder to this machine alone, and nothing outside it. Errors: GauntletError where there is no site, or the port is
 * taken; 0 takes any.
 */
export async function serveSite(folder: string, port: number): Promise<ServedSite> {
  const root = siteFolder(folder)
  const server = createServer((request, response) => {
    const file = request.method === 'GET' || request.method === 'HEAD' ? fileOf(root, request.url) : undefined
    if (file === undefined) {
      response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('not found\n')
      return
    }
    response.writeHead(200, {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      'content-length': statSync(file).size,
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
    })
    if (request.method === 'HEAD') response.end()
    else createReadStream(file).pipe(response)
  })
  await listen(server, port)
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

function siteFolder(folder: string): string {
  if (statSync(join(folder, 'index.html'), { throwIfNoEntry: false })?.isFile() !== true) {
    throw new GauntletError('site', `${folder}: there is no site; gauntlet site build makes one`)
  }
  return realpathSync(resolve(folder))
}

/** The file that a request names, where it is one and lies within the site, links followed. */
function fileOf(root: string, url = '/'): string | undefined {
  try {
    const path = decodeURIComponent(new URL(url, 'http://localhost').pathname)
    const named = join(root, path.endsWith('/') ? `${path}index.html` : path)
    const file = realpathSync(named)
    return file.startsWith(root + sep) && statSync(file).isFile() ? file : undefined
  } catch {
    return undefined
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((ready, refuse) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'it is taken' : error.message
      refuse(new GauntletError('site', `--port ${port}: cannot be opened: ${why}; name another`))
    })
    server.listen(port, '127.0.0.1', ready)
  })
}
