/** What a monitor saw. */
export interface Symptom {
  readonly service: string;
  /** The share of requests that failed, 0 to 1. */
  readonly errorRatio: number;
  readonly at: Date;
  /** The incident's id; one id is one incident, however often it is sent. */
  readonly id: string;
  readonly urgency?: 'low' | 'high';
}

const account = 'https://example.pagerduty.com';
const api = 'https://api.pagerduty.com';

/** The body PagerDuty posts to a V3 webhook when an incident is triggered. */
export function incidentTriggered({ service, errorRatio, at, id, urgency = 'high' }: Symptom): unknown {
  return {
    event: {
      id: `01${id}`,
      event_type: 'incident.triggered',
      resource_type: 'incident',
      occurred_at: at.toISOString(),
      agent: reference('service', 'PCHKOUT', service),
      client: { name: 'Prometheus Alertmanager' },
      data: {
        id,
        type: 'incident',
        self: `${api}/incidents/${id}`,
        html_url: `${account}/incidents/${id}`,
        number: 42,
        status: 'triggered',
        incident_key: `${service}/error-ratio`,
        created_at: at.toISOString(),
        title: `${service}: ${Math.round(errorRatio * 100)}% of requests fail`,
        service: reference('service', 'PCHKOUT', service),
        assignees: [reference('user', 'PADA001', 'Ada')],
        escalation_policy: reference('escalation_policy', 'PESC001', 'Shop on call'),
        teams: [reference('team', 'PSHOP01', 'Shop')],
        priority: reference('priority', 'PPRIO01', urgency === 'high' ? 'P1' : 'P4'),
        urgency,
        conference_bridge: null,
        resolve_reason: null,
      },
    },
  };
}

const folders: Readonly<Record<string, string>> = {
  service: 'services',
  user: 'users',
  team: 'teams',
  priority: 'priorities',
  escalation_policy: 'escalation_policies',
};

function reference(type: string, id: string, summary: string): Record<string, string> {
  const path = `${folders[type]}/${id}`;
  return { id, type: `${type}_reference`, summary, self: `${api}/${path}`, html_url: `${account}/${path}` };
}
