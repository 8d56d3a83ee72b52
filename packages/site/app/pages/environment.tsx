/** An environment: its spec, its settings, and who does how well where. */
import type { JSX } from 'preact'
import type { EnvironmentData, SiteIndex } from '../../src/site-data.ts'
import { PhaseDiagram } from '../charts/phase-diagram.tsx'
import { useData } from '../data.ts'
import { Facts } from '../parts/facts.tsx'
import { TextTable } from '../parts/frame.tsx'
import { Missing, Waiting } from '../parts/waiting.tsx'
import { linkTo } from '../route.ts'
import { Fields } from './fields.tsx'

export function EnvironmentPage({ index, id }: { index: SiteIndex; id: string }): JSX.Element {
  const entry = index.environments.find((one) => one.id === id)
  const data = useData<EnvironmentData>(entry?.file)
  if (entry === undefined) return <Missing kind="environment" name={id} />
  return (
    <>
      <h1>{id}</h1>
      {data.state === 'there' ? <Environment index={index} data={data.value} /> : <Waiting on={data} />}
    </>
  )
}

function Environment({ index, data }: { index: SiteIndex; data: EnvironmentData }): JSX.Element {
  const { description, spec, metrics, phases } = data
  const { id } = description
  const entries = new Map(index.settings.map((entry) => [entry.name, entry]))
  return (
    <>
      <p>{description.summary}</p>
      <Facts
        facts={[
          { label: 'source', text: description.source },
          { label: 'version', text: description.version },
        ]}
      />
      <h2>Settings</h2>
      <TextTable
        caption={`The settings of ${id}`}
        titles={['setting', 'what it is', 'rows', 'leads']}
        left={['what it is', 'leads']}
        rows={(description.settings ?? []).map(({ name, description: text }) => {
          const entry = entries.get(`${id}:${name}`)
          return entry === undefined
            ? [name, text, '–', 'nothing ran on it']
            : [<a href={linkTo('setting', entry.name)}>{name}</a>, text, entry.rows, entry.best ?? '–']
        })}
      />
      {phases.length > 1 && <PhaseDiagram id={id} phases={phases} />}
      <h2>Spec</h2>
      <p class="soft">With its default parameters.</p>
      <Facts facts={spec.map(({ what, value }) => ({ label: what, text: value }))} />
      <TextTable
        caption={`The metrics of ${id}`}
        titles={['metric', 'unit', 'direction', 'meaning']}
        left={['unit', 'direction', 'meaning']}
        rows={metrics.map(({ name, unit, direction, description: text }) => [name, unit, direction, text])}
      />
      <h2>Parameters</h2>
      <Fields caption={`The parameters of ${id}`} fields={description.parameters} />
    </>
  )
}
