/** Documents of the suite that are not read, by what stands in the way; the message of each has these words. */
export const refused: Readonly<Record<string, readonly string[]>> = {
  '<invoke> is not supported': [
    'w3c-ecma/test187',
    'w3c-ecma/test191',
    'w3c-ecma/test192',
    'w3c-ecma/test207',
    'w3c-ecma/test215',
    'w3c-ecma/test216',
    'w3c-ecma/test220',
    'w3c-ecma/test223',
    'w3c-ecma/test224',
    'w3c-ecma/test225',
    'w3c-ecma/test226',
    'w3c-ecma/test228',
    'w3c-ecma/test229',
    'w3c-ecma/test230',
    'w3c-ecma/test232',
    'w3c-ecma/test233',
    'w3c-ecma/test234',
    'w3c-ecma/test235',
    'w3c-ecma/test236',
    'w3c-ecma/test237',
    'w3c-ecma/test239',
    'w3c-ecma/test240',
    'w3c-ecma/test241',
    'w3c-ecma/test242',
    'w3c-ecma/test243',
    'w3c-ecma/test244',
    'w3c-ecma/test245',
    'w3c-ecma/test247',
    'w3c-ecma/test250',
    'w3c-ecma/test252',
    'w3c-ecma/test253',
    'w3c-ecma/test276',
    'w3c-ecma/test338',
    'w3c-ecma/test347',
    'w3c-ecma/test422',
    'w3c-ecma/test554',
  ],
  'No event goes out by HTTP': ['w3c-ecma/test201'],
  'XML is no value here': ['w3c-ecma/test530', 'w3c-ecma/test557', 'w3c-ecma/test561'],
};

/** Documents that are read and come to something else, and why. */
export const otherwise: Readonly<Record<string, string>> = {
  'w3c-ecma/test307':
    'It is for a person who reads its log: the script awaits a state "pass", and the document has none.',
  'w3c-ecma/test453': 'A variable holds a function, which is not kept from one step to the next.',
};

/**
 * Documents that have two scripts, of which the one called legacy is that of the recommendation: there a region whose transition leads to
 * itself leaves the parallel state, because the least common ancestor is never one (`findLCCA`).
 */
export const byTheRecommendation: readonly string[] = ['more-parallel/test10', 'more-parallel/test10b'];
