import { join } from 'node:path';
import { modelFrom, type Model } from './world/model.ts';
import { leakingVersion } from './world/releases.ts';
import { ensureRunning, type Service } from './world/service-control.ts';

/** Where an incident happens: the folders of its programs, and the model that helps, where there is one. */
export interface Site {
  readonly folder: string;
  readonly database: string;
  /** The folder of the service. */
  readonly service: string;
  /** The folder of the receiver. */
  readonly receiver: string;
  /** The folder of the alert endpoint. */
  readonly alerts: string;
  readonly model: Model | undefined;
}

/** Milliseconds after which a service that nobody asks anything ends itself. */
const idle = 600_000;

/** The site whose files are in `folder`. */
export function siteIn(folder: string, environment: NodeJS.ProcessEnv): Site {
  return {
    folder,
    database: join(folder, 'incidents.db'),
    service: join(folder, 'service'),
    receiver: join(folder, 'receiver'),
    alerts: join(folder, 'alerts'),
    model: modelFrom(environment),
  };
}

/** The service of the site as it runs; one that ended by itself starts again at the version it last ran. */
export function serviceAt(site: Site): Promise<Service> {
  return ensureRunning(site.service, leakingVersion, { idle });
}
