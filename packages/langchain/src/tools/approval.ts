import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Call } from './tool-call.ts';

/** What somebody says of a call that was to be approved. */
export type Approval =
  | { readonly approve: true; readonly args?: Readonly<Record<string, unknown>> }
  | { readonly approve: false; readonly reason?: string };

/** Which calls somebody has to approve: those of some tools, or those of which a function says so. It decides, as guards do. */
export type ApprovalPolicy = readonly string[] | ((call: Call) => boolean);

/** What answers the question about a call: `{ approve: true }`, also with other arguments, or `{ approve: false, reason }`. */
export const approvalSchema: StandardSchemaV1<Approval, Approval> = {
  '~standard': {
    version: 1,
    vendor: 'cairn',
    validate: (value) => {
      const { approve, args, reason, ...rest } = Object(value) as Readonly<Record<string, unknown>>;
      const fits =
        (approve === true && reason === undefined && (args === undefined || Object(args) === args)) ||
        (approve === false && args === undefined && (reason === undefined || typeof reason === 'string'));
      if (fits && Object.keys(rest).length === 0) return { value: value as Approval };
      return { issues: [{ message: 'Expected { approve: true, args? } or { approve: false, reason? }.' }] };
    },
  },
};

/** Whether a call is to be approved. */
export function isToApprove(policy: ApprovalPolicy, call: Call): boolean {
  return typeof policy === 'function' ? policy(call) : policy.includes(call.name);
}
