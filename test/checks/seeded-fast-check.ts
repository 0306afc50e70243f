import fc from 'fast-check';

const { CAIRN_SEED: told, CI: judges } = process.env;
if (told !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(told) });
else if (judges !== undefined && judges !== '') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 20_261_001 });

export default fc;
