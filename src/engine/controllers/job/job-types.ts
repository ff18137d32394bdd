import type { KindMap } from '../../api/object.ts';

export type Job = KindMap['Job'];
export type JobStatus = NonNullable<Job['status']>;
export type JobCondition = NonNullable<JobStatus['conditions']>[number];
export type Pod = KindMap['Pod'];
