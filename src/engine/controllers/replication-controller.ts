import { replicaController } from './replicaset.ts';

/** Keeps the number of pods that each ReplicationController asks for: upstream too has one controller for both kinds (pkg/controller/replication). */
export const replicationController = replicaController('replication-controller', 'ReplicationController');
