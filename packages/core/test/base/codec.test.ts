import { describe, expect, test } from 'vitest';

import { codecOf, type ClassCodec } from '../../src/base/value/codec.ts';
import { decode } from '../../src/base/value/decode.ts';
import { encode } from '../../src/base/value/encode.ts';
import { handOut } from '../../src/base/value/hand-out.ts';
import { isProblem } from '../../src/base/problem/problem.ts';
import { seal } from '../../src/base/value/seal.ts';
import { UnknownInstance } from '../../src/base/value/unknown-instance.ts';

class Money {
  readonly amount: bigint;
  readonly currency: string;
  notes: string[];

  constructor(amount: bigint, currency: string, notes: string[] = []) {
    this.amount = amount;
    this.currency = currency;
    this.notes = [...notes];
  }
}

class Invoice {
  readonly total: Money;
  readonly scan: Uint8Array;

  constructor(total: Money, scan: Uint8Array) {
    this.total = total;
    this.scan = scan;
  }
}

abstract class Shape {
  abstract readonly corners: number;
}
class Circle extends Shape {
  readonly corners = 0;
}
class Square extends Shape {
  readonly corners = 4;
}

type MoneyData = { amount: bigint; currency: string; notes: string[] };

const money: ClassCodec<Money> = {
  name: 'Money',
  class: Money,
  encode: ({ amount, currency, notes }) => ({ amount, currency, notes }),
  decode: (data) => {
    const { amount, currency, notes } = data as MoneyData;
    return new Money(amount, currency, notes);
  },
};

const invoice: ClassCodec<Invoice> = {
  name: 'Invoice',
  class: Invoice,
  encode: ({ total, scan }) => ({ total, scan }),
  decode: (data) => new Invoice((data as Invoice).total, (data as Invoice).scan),
};

const shape: ClassCodec<Shape> = {
  name: 'Shape',
  class: Shape,
  encode: ({ corners }) => ({ corners }),
  decode: (data) => Object.assign(new Circle(), data),
};

const codec = codecOf([money, invoice, shape]);

describe('an instance of a class with a codec', () => {
  test('comes back as an instance', () => {
    const text = encode(seal({ price: new Money(5n, 'EUR', ['a']) }, 'state', codec));
    expect(text).toBe('{"price":{"$class":["Money",{"amount":{"$bigint":"5"},"currency":"EUR","notes":["a"]}]}}');
    expect(decode(text, codec)).toStrictEqual({ price: new Money(5n, 'EUR', ['a']) });
  });

  test('is copied, frozen, and taken as it is the second time', () => {
    const mine = new Money(5n, 'EUR', ['a']);
    const sealed = seal(mine, 'state', codec);
    mine.notes.push('b');
    expect(sealed).not.toBe(mine);
    expect(sealed.notes).toStrictEqual(['a']);
    expect(Object.isFrozen(sealed) && Object.isFrozen(sealed.notes)).toBe(true);
    expect(seal(sealed, 'state', codec)).toBe(sealed);
    expect(seal({ sealed }, 'state', codec).sealed).toBe(sealed);
    expect(encode(sealed)).toContain('"Money"');
  });

  test('may hold others, and bytes, which are handed out as copies', () => {
    const sealed = seal(new Invoice(new Money(1n, 'EUR'), Uint8Array.of(1)), 'state', codec);
    const back = decode(encode(sealed), codec) as Invoice;
    for (const each of [sealed, back]) {
      expect(each).toStrictEqual(new Invoice(new Money(1n, 'EUR'), Uint8Array.of(1)));
      const handed = handOut({ scan: each.scan });
      expect(handed.scan).toBe(each.scan);
      handOut(each).scan[0] = 9;
      expect(each.scan[0]).toBe(1);
      expect(handOut(each)).toBeInstanceOf(Invoice);
      expect(handOut(each).total).toBe(each.total);
    }
  });

  test('of a subclass is taken when it comes back as such, and refused when not', () => {
    expect(seal(new Circle(), 'state', codec)).toBeInstanceOf(Circle);
    expect(factsOf(() => seal({ a: new Square() }, 'state', codec))).toStrictEqual({
      path: 'state.a',
      found: 'an instance of Square, which the codec "Shape" brings back as another class',
    });
  });

  test('is refused with the path into what its codec gave', () => {
    const bad = { ...money, encode: () => ({ parts: [() => 1] }) };
    expect(factsOf(() => seal({ a: 1, price: new Money(1n, 'EUR') }, 'state', codecOf([bad])))).toStrictEqual({
      path: 'state.price.parts[0]',
      found: 'a function',
    });
  });

  test('is refused when it holds itself', () => {
    const bad = { ...money, encode: (value: Money) => [value] };
    expect(factsOf(() => seal({ price: new Money(1n, 'EUR') }, 'state', codecOf([bad])))).toStrictEqual({
      path: 'state.price[0]',
      found: 'a cycle back to "state.price"',
    });
  });
});

describe('a codec that throws', () => {
  const wrong = new Error('wrong');
  const fail = (): never => {
    throw wrong;
  };

  test('while it encodes refuses the value, with the cause', () => {
    const failing = codecOf([{ ...money, encode: fail }]);
    const error = errorOf(() => seal({ first: [1], price: new Money(1n, 'EUR') }, 'state', failing));
    expect(isProblem(error, 'value/refused') && error.facts.path).toBe('state.price');
    expect(error.cause).toBe(wrong);
  });

  test('while it decodes refuses the value, with the cause', () => {
    const failing = codecOf([{ ...money, decode: fail }]);
    const error = errorOf(() => seal({ price: new Money(1n, 'EUR') }, 'state', failing));
    expect(isProblem(error, 'value/refused') && error.facts.path).toBe('state.price');
    expect(error.cause).toBe(wrong);
  });

  test('while it reads makes the value unreadable, with the cause', () => {
    const text = encode({ price: new Money(1n, 'EUR') }, codec);
    const error = errorOf(() => decode(text, codecOf([{ ...money, decode: fail }])));
    expect(isProblem(error, 'value/unreadable') && error.facts.path).toBe('value.price');
    expect(error.cause).toBe(wrong);
  });

  test('or brings back no object makes the value unreadable', () => {
    const text = encode(new Money(1n, 'EUR'), codec);
    const empty = codecOf([{ ...money, decode: () => undefined }]);
    expect(() => decode(text, empty)).toThrow('could not bring it back');
  });
});

describe('a stored instance whose class has no codec here', () => {
  const text = encode({ list: [new Money(5n, 'EUR'), new Invoice(new Money(1n, 'USD'), Uint8Array.of(7))] }, codec);

  test('is a problem that names the class', () => {
    const error = errorOf(() => decode(text));
    expect(isProblem(error, 'value/unreadable') && error.facts).toStrictEqual({
      path: 'value.list[0]',
      found: 'it is an instance of "Money", and no codec of that name is registered',
    });
  });

  test('is kept readable for tools that ask, and is written as it was', () => {
    const read = decode(text, undefined, { unknown: 'keep' }) as { list: [UnknownInstance, UnknownInstance] };
    expect(read.list[0]).toStrictEqual(new UnknownInstance('Money', { amount: 5n, currency: 'EUR', notes: [] }));
    expect(encode(read)).toBe(text);
    expect(encode({ copy: read.list })).toBe(text.replace('list', 'copy'));
    expect(seal(read.list[0], 'state')).toBe(read.list[0]);
    expect(Object.isFrozen(read.list[0])).toBe(true);
  });

  test('can be handed out, and sealed again', () => {
    const read = decode(text, undefined, { unknown: 'keep' }) as { list: UnknownInstance[] };
    const handed = handOut(read);
    expect(handed).not.toBe(read);
    expect(encode(handed)).toBe(text);
  });

  test('is read as an instance where there is one', () => {
    const read = decode(text, codec, { unknown: 'keep' }) as { list: unknown[] };
    expect(read.list[0]).toBeInstanceOf(Money);
  });
});

describe('codecOf refuses', () => {
  const twice = [money, { ...invoice, name: 'Money' }];
  const table: readonly [claim: string, codecs: readonly ClassCodec[], message: string][] = [
    ['a name twice', twice, 'The codec "Money" cannot be used: another codec has this name.'],
    ['a class twice', [money, { ...money, name: 'Cash' }], 'its class Money has the codec "Money" already'],
    ['an empty name', [{ ...money, name: '' }], 'its name is not a word'],
    ['a class that is none', [{ ...money, class: {} as typeof Money }], 'its class is not a class'],
    ['a class that is stored anyway', [{ ...shape, name: 'D', class: Date }], 'Date is stored as it is'],
  ];

  test.each(table)('%s', (_claim, codecs, message) => {
    const error = errorOf(() => codecOf(codecs));
    expect(isProblem(error, 'codec/invalid')).toBe(true);
    expect(error.message).toContain(message);
  });
});

function factsOf(act: () => unknown): unknown {
  const error = errorOf(act);
  return isProblem(error, 'value/refused') ? error.facts : error;
}

function errorOf(act: () => unknown): Error {
  try {
    act();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was thrown');
}
