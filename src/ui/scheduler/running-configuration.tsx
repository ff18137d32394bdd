import { useEffect, useState } from 'react';
import type { JsonObject } from '../../engine/json.ts';
import { YamlPanel } from '../panels/yaml-panel.tsx';
import { useCluster, useSession } from '../store/session.ts';

/** What the scheduler runs with, as YAML. Asked for anew after each deed, which may have been to change it. */
export function RunningConfiguration() {
  const { host } = useSession();
  const deeds = useCluster((state) => state.deeds.length);
  const [running, setRunning] = useState<JsonObject | null>(null);
  useEffect(() => {
    let current = true;
    host.send({ type: 'scheduler-configuration' }).then((configuration) => { if (current) setRunning(configuration); }, () => undefined);
    return () => { current = false; };
  }, [host, deeds]);
  return running && <YamlPanel object={running} />;
}
