/**
 * Runs in the sandbox before an operator's code: what the code finds there. `call` is the only way out. A plain script, because it is text for
 * another machine: nothing of it runs here.
 */
export const PRELUDE = `
'use strict';
(() => {
  const call = globalThis.call;
  delete globalThis.call;
  const ask = (name, ...parameters) => {
    const answer = JSON.parse(call(name, JSON.stringify(parameters, (key, value) => value === undefined ? null : value)));
    if (!('error' in answer)) return answer.value;
    throw Object.assign(new Error(answer.error.message), { name: 'ApiError', reason: answer.error.reason, code: answer.error.code });
  };
  const api = Object.freeze({
    get: (apiVersion, kind, namespace, name) => ask('get', apiVersion, kind, namespace, name),
    list: (apiVersion, kind, query) => ask('list', apiVersion, kind, query),
    create: (object) => ask('create', object),
    update: (object) => ask('update', object),
    updateStatus: (object) => ask('updateStatus', object),
    delete: (apiVersion, kind, namespace, name) => ask('delete', apiVersion, kind, namespace, name),
    event: (object, type, reason, message) => ask('event', object, type, reason, message),
    now: () => ask('now'),
  });
  const show = (value) => typeof value === 'string' ? value : JSON.stringify(value);
  const log = (...values) => { ask('log', values.map(show).join(' ')); };
  globalThis.console = Object.freeze({ log, info: log, warn: log, error: log });
  const absent = (what) => () => { throw new Error(what + ' is not there: an operator must do the same again after a restart'); };
  Math.random = absent('Math.random');
  const RealDate = Date;
  for (const name of Object.getOwnPropertyNames(RealDate.prototype)) {
    if (/^(get|set)(?!UTC|Time$)|^to(?!ISOString$|JSON$)/.test(name)) delete RealDate.prototype[name];
  }
  globalThis.Date = function (...parts) {
    if (parts.length !== 1) absent('The time of day')();
    return new RealDate(parts[0]);
  };
  Date.prototype = RealDate.prototype;
  Date.parse = RealDate.parse;
  Date.UTC = RealDate.UTC;
  Date.now = () => ask('now');
  let declared;
  globalThis.operator = (declaration) => { declared = declaration; };
  const reference = (value, where) => {
    if (typeof value?.apiVersion !== 'string' || typeof value?.kind !== 'string') throw new Error(where + ' must name an apiVersion and a kind');
    return { apiVersion: value.apiVersion, kind: value.kind };
  };
  return {
    declaration() {
      if (!declared) throw new Error('The code must call operator({ for, owns, reconcile }).');
      if (typeof declared.reconcile !== 'function') throw new Error('reconcile must be a function');
      return JSON.stringify({
        for: reference(declared.for, 'for'),
        owns: (declared.owns ?? []).map((one, index) => reference(one, 'owns[' + index + ']')),
        watches: (declared.watches ?? []).map((one, index) => ({ ...reference(one, 'watches[' + index + ']'), byLabel: String(one.byLabel) })),
      });
    },
    reconcile(text) {
      if (typeof declared?.reconcile !== 'function') throw new Error('The code must call operator({ for, owns, reconcile }).');
      const result = declared.reconcile(JSON.parse(text), api);
      if (typeof result?.then === 'function') throw new Error('reconcile must not be async: every call is answered at once');
      const seconds = result?.requeueAfterSeconds;
      return JSON.stringify(typeof seconds === 'number' && Number.isFinite(seconds) ? seconds : null);
    },
  };
})()
`;
