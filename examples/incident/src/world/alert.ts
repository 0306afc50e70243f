import { z } from 'zod';

/** The part of PagerDuty's V3 webhook that the example uses; what else comes with it is let through. */
export interface PagerDutyWebhook {
  readonly event: {
    readonly event_type: 'incident.triggered';
    readonly data: {
      readonly id: string;
      readonly title: string;
      readonly urgency: 'low' | 'high';
      readonly html_url: string;
      readonly created_at: string;
      readonly service: { readonly summary: string };
    };
  };
}

export const PagerDutyWebhook: z.ZodType<PagerDutyWebhook> = z.object({
  event: z.object({
    event_type: z.literal('incident.triggered'),
    data: z.object({
      id: z.string().min(1),
      title: z.string(),
      urgency: z.enum(['low', 'high']),
      html_url: z.url(),
      created_at: z.iso.datetime({ offset: true }),
      service: z.object({ summary: z.string() }),
    }),
  }),
});

/** The alert an incident starts with. */
export interface Alert {
  readonly id: string;
  readonly title: string;
  readonly severity: 'low' | 'high';
  readonly service: string;
  /** The incident's page. */
  readonly url: string;
  readonly at: Date;
}

export const Alert: z.ZodType<Alert, Alert> = z.object({
  id: z.string(),
  title: z.string(),
  severity: z.enum(['low', 'high']),
  service: z.string(),
  url: z.url(),
  at: z.date(),
});

/** The alert in a webhook's payload; an error that names what is missing, for any other payload. */
export function toAlert(payload: unknown): Alert {
  const { data } = PagerDutyWebhook.parse(payload).event;
  return {
    id: data.id,
    title: data.title,
    severity: data.urgency,
    service: data.service.summary,
    url: data.html_url,
    at: new Date(data.created_at),
  };
}
