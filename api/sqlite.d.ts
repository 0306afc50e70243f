// index.d.ts

export {}
