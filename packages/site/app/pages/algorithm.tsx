/** An algorithm: where it comes from, what it is made of, what it needs, and how it fared. */
import type { JSX } from 'preact'
import { NONE, formatFixed } from '@gauntlet/bench/tables'
import type { AlgorithmData, SiteIndex } from '../../src/site-data.ts'
import { useData } from '../data.ts'
import { Facts } from '../parts/facts.tsx'
import { TextTable } from '../parts/frame.tsx'
import { Strip, scaleOf } from '../parts/strip.tsx'
import { Missing, Waiting } from '../parts/waiting.tsx'
import { linkTo } from '../route.ts'
import { Fields } from './fields.tsx'

export function AlgorithmPage({ index, id }: { index: SiteIndex; id: string }): JSX.Element {
  const entry = index.algorithms.find((one) => one.id === id)
  const data = useData<AlgorithmData>(entry?.file)
  if (entry === undefined) return <Missing kind="algorithm" name={id} />
  return (
    <>
      <h1>{id}</h1>
      {data.state === 'there' ? <Algorithm data={data.value} /> : <Waiting on={data} />}
    </>
  )
}

function Algorithm({ data }: { data: AlgorithmData }): JSX.Element {
  const { description, family, trains, oracle, requires, results } = data
  return (
    <>
      <p>{description.summary}</p>
      <Facts
        facts={[
          { label: 'source', text: description.source },
          { label: 'family', text: family },
          { label: 'version', text: description.version },
          { label: 'trains', text: trains ? 'yes' : 'no' },
          ...(oracle
            ? [{ label: 'oracle', text: 'acts on what no policy in use could know: never ranked' }]
            : []),
          ...requires.map(({ what, value }) => ({ label: `needs ${what}`, text: value })),
        ]}
      />
      <h2>Results</h2>
      <Results results={results} />
      {description.recipe !== undefined && (
        <>
          <h2>Recipe</h2>
          <p class="soft">
            Its parts in the order in which data pass through them; $name is a field of the configuration.
          </p>
          <Recipe recipe={description.recipe} />
        </>
      )}
      <h2>Configuration</h2>
      <Fields caption={`The configuration of ${description.id}`} fields={description.configuration} />
    </>
  )
}

function Results({ results }: { results: AlgorithmData['results'] }): JSX.Element {
  const estimates = results.map(({ normalised, low, high }) =>
    normalised === null
      ? null
      : { mean: normalised, interval: low === null || high === null ? null : { low, high } },
  )
  const scale = scaleOf(estimates)
  return (
    <TextTable
      caption="Its results by setting"
      titles={['setting', 'rank', 'score', 'normalised', 'seeds', 'as', 'replay']}
      left={['normalised', 'as', 'replay']}
      rows={results.map(({ setting, rank, of, score, normalised, seeds, name, cell }, i) => {
        const estimate = estimates[i]
        return [
          <a href={linkTo('setting', setting)}>{setting}</a>,
          rank === null ? NONE : `${rank} of ${of}`,
          score,
          estimate === null ? (
            NONE
          ) : (
            <>
              <span class="number">{formatFixed(normalised ?? 0, 3)}</span>
              <Strip estimate={estimate} behind={[]} scale={scale} />
            </>
          ),
          seeds,
          name,
          cell === null ? (
            NONE
          ) : (
            <a href={linkTo('replay', cell)} aria-label={`replay on ${setting}`}>
              ▶
            </a>
          ),
        ]
      })}
    />
  )
}

function Recipe({ recipe }: { recipe: NonNullable<AlgorithmData['description']['recipe']> }): JSX.Element {
  const rows = Object.entries(recipe).flatMap(([slot, parts]) =>
    (parts ?? []).map(({ part, parameters = {} }) => [
      slot,
      <code>{part}</code>,
      Object.entries(parameters)
        .map(([name, value]) => `${name}=${String(value)}`)
        .join(', '),
    ]),
  )
  return (
    <TextTable
      caption="Recipe"
      titles={['slot', 'part', 'parameters']}
      rows={rows}
      left={['part', 'parameters']}
    />
  )
}
