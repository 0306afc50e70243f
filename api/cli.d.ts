// cairn.d.ts

export {}
