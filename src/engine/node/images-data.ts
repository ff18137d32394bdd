import type { ImageModel, ServerModel } from './image-model.ts';

const MB = 1_000_000;
const MIB = 1024 ** 2;

const redis: ServerModel = {
  ports: [6379],
  startMs: 90,
  stop: { afterMs: 60, code: 0 },
  memoryBytes: 9 * MIB,
  cpuMillis: 3,
  log: [
    [10, '1:C {iso} * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo'],
    [15, '1:C {iso} * Redis version={tag}, bits=64, pid=1, just started'],
    [20, '1:C {iso} # Warning: no config file specified, using the default config. In order to specify a config file use redis-server /path/to/redis.conf'],
    [85, '1:M {iso} * Ready to accept connections tcp'],
  ],
  stopLog: ['1:signal-handler Received SIGTERM scheduling shutdown...', '1:M {iso} * Redis is now ready to exit, bye bye...'],
};

const mysql: ServerModel = {
  ports: [3306, 33060],
  startMs: 14_000,
  stop: { afterMs: 1_600, code: 0 },
  memoryBytes: 440 * MIB,
  cpuMillis: 8,
  log: [
    [20, '{iso} [Note] [Entrypoint]: Entrypoint script for MySQL Server {tag} started.'],
    [400, '{iso} [Note] [Entrypoint]: Initializing database files'],
    [8_000, '{iso} [Note] [Entrypoint]: Database files initialized'],
    [13_900, "{iso} 0 [System] [MY-010931] [Server] /usr/sbin/mysqld: ready for connections. Version: '{tag}'  socket: '/var/run/mysqld/mysqld.sock'  port: 3306"],
  ],
  stopLog: ['{iso} 0 [System] [MY-010910] [Server] /usr/sbin/mysqld: Shutdown complete'],
  needs: {
    anyOf: ['MYSQL_ROOT_PASSWORD', 'MYSQL_ALLOW_EMPTY_PASSWORD', 'MYSQL_RANDOM_ROOT_PASSWORD', 'MYSQL_ROOT_PASSWORD_FILE'],
    says: [
      '{iso} [ERROR] [Entrypoint]: Database is uninitialized and password option is not specified',
      '    You need to specify one of the following as an environment variable:',
      '    - MYSQL_ROOT_PASSWORD', '    - MYSQL_ALLOW_EMPTY_PASSWORD', '    - MYSQL_RANDOM_ROOT_PASSWORD',
    ],
    code: 1,
  },
};

const postgres: ServerModel = {
  ports: [5432],
  startMs: 2_600,
  stop: { afterMs: 250, code: 0 },
  memoryBytes: 32 * MIB,
  cpuMillis: 4,
  log: [
    [50, 'The files belonging to this database system will be owned by user "postgres".'],
    [900, 'creating configuration files ... ok'],
    [1_900, 'PostgreSQL init process complete; ready for start up.'],
    [2_500, '{iso} [1] LOG:  starting PostgreSQL {tag} on x86_64-pc-linux-gnu'],
    [2_520, '{iso} [1] LOG:  listening on IPv4 address "0.0.0.0", port 5432'],
    [2_590, '{iso} [1] LOG:  database system is ready to accept connections'],
  ],
  stopLog: ['{iso} [1] LOG:  received fast shutdown request', '{iso} [1] LOG:  database system is shut down'],
  needs: {
    anyOf: ['POSTGRES_PASSWORD', 'POSTGRES_PASSWORD_FILE', 'POSTGRES_HOST_AUTH_METHOD'],
    says: [
      'Error: Database is uninitialized and superuser password is not specified.',
      '       You must specify POSTGRES_PASSWORD to a non-empty value for the',
      '       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".',
    ],
    code: 1,
  },
};

const redisSample = (repository: string): ImageModel => ({
  repository, tags: /^v[12]$/, noLatest: true, bytes: 38 * MB, tools: 'debian', moreTools: ['redis-cli'], entrypoint: 'script', server: redis, serverBinaries: ['redis-server'],
});

/** Databases, caches and queues. */
export const DATA_IMAGES: readonly ImageModel[] = [
  {
    repository: 'docker.io/library/redis', tags: /^([5678](\.\d(\.\d{1,2})?)?)(-bookworm|-bullseye)?$/, bytes: 45.9 * MB, variants: { alpine: 17.2 * MB }, tools: 'debian', moreTools: ['redis-cli'],
    entrypoint: 'script', server: redis, serverBinaries: ['redis-server', 'redis-sentinel'],
  },
  { repository: 'docker.io/valkey/valkey', tags: /^[789](\.\d(\.\d{1,2})?)?$/, bytes: 45.1 * MB, variants: { alpine: 16.5 * MB }, tools: 'debian', moreTools: ['valkey-cli'], entrypoint: 'script', server: redis, serverBinaries: ['valkey-server'] },
  redisSample('gcr.io/google_samples/gb-redis-follower'),
  redisSample('us-docker.pkg.dev/google-samples/containers/gke/gb-redis-follower'),
  {
    repository: 'docker.io/library/postgres', tags: /^((9|1[0-8])(\.\d{1,2})?)(-bookworm|-bullseye)?$/, bytes: 152.4 * MB, variants: { alpine: 105.8 * MB }, tools: 'debian', moreTools: ['psql', 'pg_isready', 'pg_ctl'],
    entrypoint: 'script', server: postgres, serverBinaries: ['postgres'],
  },
  {
    repository: 'docker.io/library/mysql', tags: /^((5\.[67]|8(\.[04])?|9(\.\d)?)(\.\d{1,2})?|lts|innovation)(-debian|-oracle)?$/, bytes: 233.6 * MB, tools: 'debian', moreTools: ['mysql', 'mysqladmin'],
    entrypoint: 'script', server: mysql, serverBinaries: ['mysqld'],
  },
  {
    repository: 'docker.io/library/mariadb', tags: /^((10(\.\d{1,2})?|11(\.\d)?|12(\.\d)?)(\.\d{1,2})?|lts)$/, bytes: 117 * MB, tools: 'debian', moreTools: ['mariadb', 'mariadb-admin', 'healthcheck.sh'], entrypoint: 'script',
    server: {
      ...mysql, startMs: 7_500, memoryBytes: 105 * MIB,
      log: [[20, '{iso} [Note] [Entrypoint]: Entrypoint script for MariaDB Server {tag} started.'], [7_400, '{iso} 0 [Note] mariadbd: ready for connections.']],
      stopLog: ['{iso} 0 [Note] mariadbd: Shutdown complete'],
      needs: {
        anyOf: ['MARIADB_ROOT_PASSWORD', 'MARIADB_ALLOW_EMPTY_ROOT_PASSWORD', 'MARIADB_RANDOM_ROOT_PASSWORD', 'MYSQL_ROOT_PASSWORD', 'MYSQL_ALLOW_EMPTY_PASSWORD'],
        says: ['{iso} [ERROR] [Entrypoint]: Database is uninitialized and password option is not specified', '    You need to specify one of MARIADB_ROOT_PASSWORD, MARIADB_ALLOW_EMPTY_ROOT_PASSWORD and MARIADB_RANDOM_ROOT_PASSWORD'],
        code: 1,
      },
    },
    serverBinaries: ['mariadbd', 'mysqld'],
  },
  {
    repository: 'docker.io/library/mongo', tags: /^([45678](\.\d(\.\d{1,2})?)?)(-jammy|-noble|-focal)?$/, bytes: 276 * MB, tools: 'debian', moreTools: ['mongosh', 'mongo'], entrypoint: 'script',
    server: {
      ports: [27017], startMs: 1_700, stop: { afterMs: 700, code: 0 }, memoryBytes: 165 * MIB, cpuMillis: 8,
      log: [[300, '{"t":{"$date":"{iso}"},"s":"I","c":"CONTROL","id":4615611,"ctx":"initandlisten","msg":"MongoDB starting"}'], [1_690, '{"t":{"$date":"{iso}"},"s":"I","c":"NETWORK","id":23016,"ctx":"listener","msg":"Waiting for connections","attr":{"port":27017,"ssl":"off"}}']],
      stopLog: ['{"t":{"$date":"{iso}"},"s":"I","c":"CONTROL","id":23138,"ctx":"SignalHandler","msg":"Shutting down","attr":{"exitCode":0}}'],
    },
    serverBinaries: ['mongod'],
  },
  {
    repository: 'docker.io/library/memcached', tags: /^1(\.[56](\.\d{1,2})?)?(-bookworm)?$/, bytes: 31.2 * MB, variants: { alpine: 9.6 * MB }, tools: 'debian', entrypoint: 'script',
    server: { ports: [11211], startMs: 20, stop: { afterMs: 10, code: 0 }, memoryBytes: 3 * MIB, cpuMillis: 1, log: [] }, serverBinaries: ['memcached'], user: 'memcache',
  },
  {
    repository: 'docker.io/library/rabbitmq', tags: /^([34](\.\d{1,2}(\.\d{1,2})?)?)(-management)?$/, bytes: 102 * MB, variants: { management: 107 * MB, alpine: 61 * MB }, tools: 'debian', moreTools: ['rabbitmq-diagnostics', 'rabbitmqctl'], entrypoint: 'script',
    server: {
      ports: [5672, 15672, 15692, 25672, 4369], startMs: 11_000, stop: { afterMs: 3_500, code: 0 }, memoryBytes: 145 * MIB, cpuMillis: 6, routes: [{ path: '*', status: 200 }],
      log: [[2_800, '{iso} [notice] <0.45.0> Logging: configured log handlers are now ACTIVE'], [10_900, '{iso} [info] <0.9.0> Server startup complete; 4 plugins started.']],
      stopLog: ['{iso} [info] <0.8.0> RabbitMQ is asked to stop...', '{iso} [info] <0.8.0> Successfully stopped RabbitMQ and its dependencies'],
    },
    serverBinaries: ['rabbitmq-server'],
  },
];
