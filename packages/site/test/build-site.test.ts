import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { buildSite } from '../src/build-site.ts'
import { serveSite } from '../src/serve-site.ts'
import { inputWith, scratch, toyInput } from './fixture.ts'

const input = toyInput()
let folder: string

beforeAll(() => {
  const built = join(import.meta.dirname, '../dist/site/index.html')
  if (!existsSync(built)) throw new Error(`${built} is missing: run \`pnpm build\` first`)
  folder = join(scratch(), 'new', 'site')
  buildSite(input, folder)
})

test('a site is the application and its data, each a call of one function', () => {
  expect(readdirSync(folder).toSorted()).toEqual(['assets', 'data', 'index.html', 'packages'])
  const [, name, json] = /^gauntletData\(("index"),(.*)\)\n$/s.exec(
    readFileSync(join(folder, 'data/index.js'), 'utf8'),
  ) as RegExpExecArray
  expect(JSON.parse(name)).toBe('index')
  expect(JSON.parse(json)).toMatchObject({ format: 'gauntlet-site', formatVersion: 1 })
})

test('a site is replaced as a whole, and nothing is left beside it', () => {
  writeFileSync(join(folder, 'data/stale.js'), '')
  buildSite(input, folder)
  expect(existsSync(join(folder, 'data/stale.js'))).toBe(false)
  expect(readdirSync(dirname(folder))).toEqual(['site'])
})

test('a folder of somebody else is refused and stays as it is', () => {
  const other = scratch()
  writeFileSync(join(other, 'thesis.tex'), 'x')
  expect(() => buildSite(input, other)).toThrow('holds something other than a site; expected an empty folder')
  expect(() => buildSite(input, join(other, 'thesis.tex'))).toThrow('is a file, expected a folder or nothing')
  expect(readdirSync(other)).toEqual(['thesis.tex'])
})

test('a folder with a module called as the index of a site is refused and stays as it is', () => {
  const project = scratch()
  mkdirSync(join(project, 'data'))
  writeFileSync(join(project, 'data/index.js'), 'export default 1')
  writeFileSync(join(project, 'thesis.tex'), 'x')
  expect(() => buildSite(input, project)).toThrow('holds something other than a site')
  expect(readdirSync(project).toSorted()).toEqual(['data', 'thesis.tex'])
})

test.each(['CNAME', 'data/thesis.tex', '.git/HEAD'])('a site with %s in it is refused', (path) => {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, 'mine')
  try {
    expect(() => buildSite(input, folder)).toThrow(`holds a site and ${path}, which would be lost`)
    expect(readFileSync(file, 'utf8')).toBe('mine')
  } finally {
    rmSync(file)
    if (path.startsWith('.git/')) rmSync(dirname(file), { recursive: true })
  }
})

test('the old site comes back where the new one cannot be put in its place', () => {
  const before = readdirSync(join(folder, 'data')).toSorted()
  // The draft is gone once it is whole.
  const file = (): undefined => {
    rmSync(`${folder}.draft-${process.pid}`, { recursive: true })
  }
  const stores = [{ policy: () => undefined, file }]
  const named = inputWith({ map: { sha256: 'a'.repeat(64) } })
  expect(() => buildSite({ ...named, stores }, folder)).toThrow('cannot be written: ENOENT')
  expect(readdirSync(join(folder, 'data')).toSorted()).toEqual(before)
  expect(readdirSync(dirname(folder))).toEqual(['site'])
})

test('a site that cannot be written leaves the old one, and no draft', () => {
  const before = readdirSync(join(folder, 'data')).toSorted()
  const broken = {
    ...input,
    stores: [],
    get cells(): never {
      throw new Error('the disk is gone')
    },
  }
  expect(() => buildSite(broken, folder)).toThrow('the disk is gone')
  expect(readdirSync(join(folder, 'data')).toSorted()).toEqual(before)
  expect(readdirSync(dirname(folder))).toEqual(['site'])
})

test('what is served is the site and nothing outside it', async () => {
  const root = join(scratch(), 'site')
  buildSite(input, root)
  mkdirSync(join(dirname(root), 'site-secret'))
  writeFileSync(join(dirname(root), 'site-secret/key'), 'secret')
  const served = await serveSite(root, 0)
  try {
    const get = async (path: string): Promise<[number, string | null]> => {
      const response = await fetch(served.url + path)
      return [response.status, response.headers.get('content-type')]
    }
    expect(await get('')).toEqual([200, 'text/html; charset=utf-8'])
    expect(await get('data/index.js?x=1')).toEqual([200, 'text/javascript; charset=utf-8'])
    for (const path of ['none', '..%2fsite-secret%2fkey', '%2e%2e/site-secret/key', 'data', '%ff', 'a%00b']) {
      expect(await get(path), path).toEqual([404, 'text/plain; charset=utf-8'])
    }
    const port = Number(new URL(served.url).port)
    await expect(serveSite(root, port)).rejects.toThrow(`--port ${port}: cannot be opened: it is taken`)
  } finally {
    served.close()
  }
  await expect(serveSite(dirname(root), 0)).rejects.toThrow('there is no site; gauntlet site build makes one')
})
