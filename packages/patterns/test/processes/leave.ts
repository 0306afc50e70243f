import { approval, signedLinks, type ApprovalGraph, type Notice, type SignedLinks } from '@cairn/patterns';
import { z } from 'zod';

const about: z.ZodNumber = z.number();

/** Whoever has one answers. */
export const links: SignedLinks = signedLinks({
  url: 'https://desk.test/answer',
  secrets: ['a secret of enough bytes'],
  expires: '2d',
});

/** What people were told in this process. */
export const told: Notice[] = [];

/** Asks ada by links until so many approved as it is about. */
export const leave: ApprovalGraph<'leave', typeof about> = approval({
  name: 'leave',
  about,
  approvals: (many) => many,
  person: {
    notifier: { send: async (notice) => void told.push(notice) },
    links,
    chain: [{ who: 'ada', for: '1d' }],
    notice: () => ({ subject: 'Leave', text: 'Please say.' }),
  },
});
