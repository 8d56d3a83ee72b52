/** Policies for bandits: one kills the worker that runs it, one reads a file that its configuration names. */
import {
  type AlgorithmDefinition,
  type FileContent,
  type Plugin,
  definePlugin,
  file,
  policyAlgorithm,
} from '@gauntlet/core'

const about = { version: 1, family: 'trouble', source: 'nowhere', requires: {} } as const

/** Kills the process that started the one at hand, without a word. */
const poison: AlgorithmDefinition = policyAlgorithm({
  ...about,
  id: 'trouble/poison',
  summary: 'kills its worker',
  configuration: {},
  policy: () => ({
    begin() {},
    act() {
      process.kill(process.ppid, 'SIGKILL')
    },
  }),
})

const byFile: AlgorithmDefinition = policyAlgorithm({
  ...about,
  id: 'trouble/by-file',
  summary: 'pulls the arm that a file names',
  configuration: { arm: file({ description: 'its first byte is the arm' }) },
  policy: ({ configuration }) => {
    const { arm } = configuration as { readonly arm: FileContent | null }
    return { begin() {}, act: (_, actions) => void actions.fill(arm === null ? 0 : arm.bytes[0] - 48) }
  },
})

const plugin: Plugin = definePlugin({ name: 'trouble', environments: [], algorithms: [poison, byFile] })

export default plugin
