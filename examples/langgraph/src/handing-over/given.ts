export const kindOf = (question: string): string => (question.includes('bill') ? 'billing' : 'unknown');
