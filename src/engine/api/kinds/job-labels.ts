/** Labels that tell a Job's pods apart, each with its older name (pkg/apis/batch/types.go). */
export const CONTROLLER_UID_LABELS = ['batch.kubernetes.io/controller-uid', 'controller-uid'] as const;
export const JOB_NAME_LABELS = ['batch.kubernetes.io/job-name', 'job-name'] as const;
