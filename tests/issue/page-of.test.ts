import { expect, it } from 'vitest';
import { pageOf } from '../../src/issue/identity/page-of.ts';

it.each([
  'https://example.com/a?id=1&b=2',
  'http://example.com/a?id=1&b=2',
  'https://www.Example.com:443/a/?b=2&id=1#part',
  'https://example.com/%61?b=2&utm_source=w44&id=1&at_medium=x&xtor=EPR-1',
])('a link leads to the same page: %s', link => {
  expect(pageOf(link)).toBe('example.com/a?b=2&id=1');
});

it.each([
  'https://example.com/a',
  'https://example.com/A?id=1&b=2',
  'https://example.com/a?id=2&b=2',
  'https://other.example.com/a?id=1&b=2',
  'https://example.com:8080/a?id=1&b=2',
  'https://example.com/a?id=1&b=2#!/x',
  'no link',
])('a link leads to another page: %s', link => {
  expect(pageOf(link)).not.toBe('example.com/a?b=2&id=1');
});
