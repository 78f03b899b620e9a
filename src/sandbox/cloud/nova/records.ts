export interface FlavorRecord {
  id: string;
  name: string;
  ram: number;
  disk: number;
  vcpus: number;
  description: string | null;
  extra_specs: { [key: string]: string };
}

export interface FaultRecord {
  code: number;
  created: string;
  message: string;
  details: string;
}

export interface ServerEventRecord {
  event: string;
  start_time: string;
  finish_time: string | null;
  result: string | null;
  traceback: string | null;
  host: string | null;
  details: string | null;
}

export interface ServerRecord {
  id: string;
  name: string;
  status: string;
  projectId: string;
  userId: string;
  flavorId: string;
  imageId: string;
  created: string;
  updated: string;
  launched_at: string | null;
  fault: FaultRecord | null;
  /** Scheduling failures live in cell0: the list leaves their fault out. */
  cell0: boolean;
  host: string | null;
  nodeUuid: string | null;
  task_state: string | null;
  vm_state: string;
  events: ServerEventRecord[];
  /** What was done to it since it was made, oldest first. */
  actions: ServerActionRecord[];
}

export interface ServerActionRecord {
  action: string;
  request_id: string;
  user_id: string;
  /** As Nova writes it. */
  start_time: string;
}

export interface ComputeServiceRecord {
  id: string;
  numericId: number;
  binary: string;
  host: string;
  zone: string;
  status: 'enabled' | 'disabled';
  state: 'up' | 'down';
  updated_at: string;
  disabled_reason: string | null;
  forced_down: boolean;
}
