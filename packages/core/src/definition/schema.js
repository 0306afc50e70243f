/** Whether a value is a schema. Arktype's are functions. */
export function isSchema(value) {
    return ((typeof value === 'object' && value !== null) || typeof value === 'function') && '~standard' in value;
}
