import type { HttpRoute, ImageModel, ServerModel } from './image-model.ts';

const MIB = 1024 ** 2;
export const INDEX_ONLY: readonly HttpRoute[] = [{ path: '/', status: 200 }, { path: '/index.html', status: 200 }, { path: '*', status: 404 }];

export const nginx: ServerModel = {
  ports: [80],
  startMs: 60,
  stop: { afterMs: 40, code: 0 },
  memoryBytes: 5 * MIB,
  cpuMillis: 1,
  routes: INDEX_ONLY,
  configuredAt: ['/etc/nginx', '/usr/share/nginx'],
  log: [
    [5, '/docker-entrypoint.sh: /docker-entrypoint.d/ is not empty, will attempt to perform configuration'],
    [20, '/docker-entrypoint.sh: Launching /docker-entrypoint.d/30-tune-worker-processes.sh'],
    [30, '/docker-entrypoint.sh: Configuration complete; ready for start up'],
    [55, '{slash} [notice] 1#1: using the "epoll" event method'],
    [55, '{slash} [notice] 1#1: nginx/{tag}'],
    [58, '{slash} [notice] 1#1: start worker processes'],
  ],
  stopLog: ['{slash} [notice] 1#1: signal 3 (SIGQUIT) received, shutting down', '{slash} [notice] 1#1: exit'],
};

/** The web server that every tutorial begins with. */
export const NGINX_IMAGE: ImageModel = {
  repository: 'docker.io/library/nginx', tags: /^(stable|mainline|1(\.(7|8|9|1\d|2\d)(\.\d{1,2})?)?|alpine)(-(bookworm|bullseye|perl))?$/, bytes: 72_950_530,
  variants: { alpine: 20_461_204, 'alpine-slim': 5_120_442 }, tools: 'debian', moreTools: ['curl'], entrypoint: 'script', server: nginx, serverBinaries: ['nginx', 'nginx-debug'],
};
