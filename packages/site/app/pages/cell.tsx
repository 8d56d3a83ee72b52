/** A cell: what came out, how it was computed, and the commands that repeat it. */
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { formatSignificant } from '@gauntlet/bench/tables'
import type { CellData } from '../../src/site-data.ts'
import { LineChart } from '../charts/line-chart.tsx'
import { useData } from '../data.ts'
import { Commands, type Fact, Facts } from '../parts/facts.tsx'
import { TextTable } from '../parts/frame.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { linkTo } from '../route.ts'

/** Where a cell's file lies; keys that are none have no file. */
export function cellFile(key: string): string {
  return `cell/${key.slice(0, 2)}/${encodeURIComponent(key)}`
}

export function CellPage({ cell }: { cell: string }): JSX.Element {
  const data = useData<CellData>(cellFile(cell))
  return data.state === 'there' ? (
    <Cell data={data.value} />
  ) : (
    <>
      <h1>Cell</h1>
      <Waiting on={data} />
    </>
  )
}

function Cell({ data }: { data: CellData }): JSX.Element {
  const { result, repeat, name } = data
  const { descriptor, episodes } = result
  const setting = `${descriptor.environment.id}:${descriptor.environment.setting}`
  return (
    <>
      <h1>{name}</h1>
      <p>
        <a class="button" href={linkTo('replay', result.key)}>
          ▶ watch an episode
        </a>
      </p>
      <Facts facts={resultFacts(data, setting)} />
      <h2>Repeat it</h2>
      <p class="soft">
        With the versions below{descriptor.backend === 'wasm' ? ' it comes out to the bit' : ''}; gauntlet
        verify compares.
      </p>
      <Commands label="Commands" text={repeat.commands.join('\n')} />
      {repeat.config !== null && (
        <>
          <p>
            where <code>cell.config.json</code> is
          </p>
          <Commands label="Configuration" text={repeat.config} />
        </>
      )}
      <h2>Evaluation</h2>
      <TextTable
        caption="Metrics over the episodes of the evaluation"
        titles={['metric', 'mean', 'least', 'most', 'first episodes']}
        left={['first episodes']}
        rows={Object.entries(episodes).map(([metric, values]) => [metric, ...spread(values)])}
      />
      <TrainingCurve data={data} />
      <h2>Provenance</h2>
      <Facts facts={provenanceFacts(data)} />
      <h2>What decides it</h2>
      <Commands label="Descriptor" text={JSON.stringify(descriptor, null, 2)} />
    </>
  )
}

function resultFacts({ result }: CellData, setting: string): Fact[] {
  const { descriptor, score, key, digest, policy, steps } = result
  return [
    { label: 'setting', text: <a href={linkTo('setting', setting)}>{setting}</a> },
    {
      label: 'algorithm',
      text: <a href={linkTo('algorithm', descriptor.algorithm.id)}>{descriptor.algorithm.id}</a>,
    },
    { label: 'score', text: formatSignificant(score, 6) },
    { label: 'steps', text: `${steps.training} of training, ${steps.evaluation} of evaluation` },
    { label: 'backend', text: descriptor.backend },
    { label: 'key', text: <code>{key}</code> },
    { label: 'digest', text: <code>{digest}</code> },
    ...(policy === null ? [] : [{ label: 'policy', text: <code>{policy}</code> }]),
  ]
}

function provenanceFacts({ provenance }: CellData): Fact[] {
  if (provenance === null) return [{ label: 'provenance', text: 'none is known' }]
  const { packages, startedAt, trainingSeconds, evaluationSeconds, microsecondsPerDecision, ...machine } =
    provenance
  return [
    { label: 'started', text: startedAt },
    { label: 'training', text: `${formatSignificant(trainingSeconds)} s` },
    { label: 'evaluation', text: `${formatSignificant(evaluationSeconds)} s` },
    { label: 'a decision', text: `${formatSignificant(microsecondsPerDecision)} µs` },
    { label: 'processor', text: machine.processor },
    { label: 'platform', text: `${machine.platform}, Node ${machine.node}` },
    { label: 'commit', text: machine.commit ?? 'not known' },
    {
      label: 'packages',
      text: Object.entries(packages)
        .map(([name, version]) => `${name} ${version}`)
        .join(', '),
    },
  ]
}

function TrainingCurve({ data: { result } }: { data: CellData }): JSX.Element | null {
  const { x, lines } = useMemo(() => {
    const points = result.curve.filter(({ metrics }) => Number.isFinite(metrics.score))
    const none = points.map(() => null)
    const mean = points.map(({ metrics }) => metrics.score)
    return {
      x: points.map(({ steps }) => steps),
      lines: [{ name: 'score in training', note: '', mean, low: none, high: none }],
    }
  }, [result])
  if (x.length === 0) return null
  return <LineChart caption="Its training." x={x} xTitle="steps" yTitle="score" lines={lines} />
}

function spread(values: readonly number[]): string[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const numbers = [mean, Math.min(...values), Math.max(...values)]
  const first = values.slice(0, 6).map((value) => formatSignificant(value, 4))
  return [...numbers.map((value) => formatSignificant(value, 4)), first.join(', ')]
}
