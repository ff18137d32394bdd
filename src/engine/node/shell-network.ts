import { plainText, type Text } from './program.ts';
import type { KnownName } from './process-world.ts';
import { stay, type Command, type CommandState } from './shell-command.ts';

/** A request over the network, which the model does not carry out. */
const REQUEST_MS = 50;
const DNS_ADDRESS = '10.96.0.10';

/** Within the cluster: the Service a name means, as `namespace/name`; `undefined` for hosts of the world outside, and addresses. */
function serviceNamed(host: string, namespace: string): string | undefined {
  const labels = host.replace(/\.$/, '').replace(/\.cluster\.local$/, '').split('.');
  if (labels.length === 1 && /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(host)) return `${namespace}/${host}`;
  const [name = '', space = ''] = labels.slice(-3);
  return labels.length >= 3 && labels.at(-1) === 'svc' ? `${space}/${name}` : undefined;
}

/** What a name is resolved to now; `unknown` when nobody answers to it, `undefined` when it is no name of the cluster. */
function resolve(host: string, state: CommandState, inMs = 0): KnownName | 'unknown' | undefined {
  const service = serviceNamed(host, state.world.namespace ?? 'default');
  if (service === undefined || !state.world.names) return undefined;
  const known = state.world.names.get(service);
  if (known && known.afterMs <= state.clockMs + inMs) return known;
  if (!known) state.asks.add(service);
  return 'unknown';
}

function hostOf(args: readonly Text[]): string | undefined {
  const words = args.map(plainText).filter((word) => !word.startsWith('-'));
  const target = words.find((word) => word.includes('://')) ?? words.find((word) => !/^\d+$/.test(word));
  return target?.replace(/^\w+:\/\//, '').replace(/[/?].*$/, '').replace(/:\d+$/, '');
}

/** A client of the network: takes its time and says that what it would have fetched is not known. */
function request(name: string, unresolved: (host: string) => string, code: number): Command {
  return (args, state) => {
    state.clockMs += REQUEST_MS;
    const target = args.map(plainText).filter((word) => !word.startsWith('-')).at(-1);
    const host = hostOf(args);
    if (host === 'localhost' || host === '127.0.0.1') {
      if (state.world.serverDown) state.print([`${name}: (7) Failed to connect to ${target ?? host}: Connection refused`]);
      return state.world.serverDown ? 7 : 0;
    }
    const answer = host === undefined ? undefined : resolve(host, state);
    if (host !== undefined && answer === 'unknown') {
      state.complain([unresolved(host)]);
      return code;
    }
    if (target !== undefined && name !== 'nc') state.print([`(Kubarium does not model what ${name} gets from ${target})`]);
    return 0;
  };
}

const ping: Command = (args, state) => {
  const status = request('ping', (host) => `ping: bad address '${host}'`, 1)(args, state);
  return status !== 0 || args.some((word) => plainText(word).startsWith('-c')) ? status : stay(state);
};

function lookUp(name: 'nslookup' | 'dig'): Command {
  const other = request(name, (host) => `nslookup: can't resolve '${host}'`, 1);
  return (args, state) => {
    const host = hostOf(args);
    const answer = host === undefined ? undefined : resolve(host, state, REQUEST_MS);
    if (host === undefined || typeof answer !== 'object' || name === 'dig') return other(args, state);
    state.clockMs += REQUEST_MS;
    for (const line of [`Server:    ${DNS_ADDRESS}`, `Address 1: ${DNS_ADDRESS} kube-dns.kube-system.svc.cluster.local`, '', `Name:      ${host}`, `Address 1: ${answer.address} ${host}`]) state.print([line]);
    return 0;
  };
}

const netcat = request('nc', (host) => `nc: bad address '${host}'`, 1);

/** `nc -l 3307`, `ncat --listen 3307`: a server; a client without it. */
const netcatOrServer: Command = (args, state) => {
  const words = args.map(plainText);
  if (!words.some((word) => word === '--listen' || /^-\w*l/.test(word))) return netcat(args, state);
  const port = Number(words.find((word) => /^\d{1,5}$/.test(word)));
  state.server = { startMs: state.clockMs, ...(Number.isFinite(port) ? { ports: [port] } : {}) };
  return stay(state);
};

/** Clients of the network. A name of the cluster can be resolved once there is a Service of that name. */
export const NETWORK_COMMANDS: readonly (readonly [string, Command])[] = [
  ['curl', request('curl', (host) => `curl: (6) Could not resolve host: ${host}`, 6)],
  ['wget', request('wget', (host) => `wget: bad address '${host}'`, 1)],
  ['nc', netcatOrServer], ['ncat', netcatOrServer],
  ['ping', ping], ['nslookup', lookUp('nslookup')], ['dig', lookUp('dig')],
];
