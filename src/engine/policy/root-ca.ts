import type { KindMap } from '../api/object.ts';

/** Where every namespace has the certificate by which its pods know the API server. */
export const ROOT_CA_CONFIG_MAP = 'kube-root-ca.crt';
export const ROOT_CA_KEY = 'ca.crt';

const DESCRIPTION = 'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or ' +
  'kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

/** The certificate of the cluster's own authority; nobody has its key. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBcTCCARigAwIBAgIBATAKBggqhkjOPQQDAjAVMRMwEQYDVQQDDAprdWJlcm5l
dGVzMB4XDTI2MDEwNTA5NTUwMFoXDTM2MDEwMzEwMDAwMFowFTETMBEGA1UEAwwK
a3ViZXJuZXRlczBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABE7DNLzCh7VoTRJJ
+5W7a0huI3jUANZcZ2U0UJDeJXjT9B0ceB8VdSe+vMdM3KvZtB69s+PiCxYOVKkj
qpiEpYSjWTBXMA8GA1UdEwEB/wQFMAMBAf8wDgYDVR0PAQH/BAQDAgKkMBUGA1Ud
EQQOMAyCCmt1YmVybmV0ZXMwHQYDVR0OBBYEFKeRGKjOgDPR9oRx9F1Z/pAvOWm8
MAoGCCqGSM49BAMCA0cAMEQCICpFTXxS7mcfYyBX8QxbDwjSrLe7Xyhz/2EyORXC
l9O2AiAnHUxYvpo5B/5l+tKmd3p+BIJHb5991ALqZU6nVvL1PA==
-----END CERTIFICATE-----
`;

export const ROOT_CA_DATA: Readonly<Record<string, string>> = { [ROOT_CA_KEY]: CERTIFICATE };
export const ROOT_CA_ANNOTATIONS: Readonly<Record<string, string>> = { 'kubernetes.io/description': DESCRIPTION };

export function rootCaConfigMap(namespace: string): KindMap['ConfigMap'] {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: ROOT_CA_CONFIG_MAP, namespace, annotations: ROOT_CA_ANNOTATIONS }, data: ROOT_CA_DATA };
}
