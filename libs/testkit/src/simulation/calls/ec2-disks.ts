import type { Random } from '../../random.js';
import { type ApiCall, call, items } from '../api-call.js';
import { resourceId } from '../company.js';

/** `encrypted` undefined leaves the parameter out, as clients do: EC2 then makes an unencrypted volume. */
export function createVolume(random: Random, region: string, encrypted?: boolean): ApiCall {
  const size = String(random.pick([20, 50, 100]));
  const common = { size, zone: `${region}${random.pick(['a', 'b'])}`, volumeType: 'gp3' };
  return call(
    'ec2',
    'CreateVolume',
    { ...common, ...(encrypted !== undefined && { encrypted }), clientToken: random.uuid() },
    {
      responseElements: {
        requestId: random.uuid(),
        volumeId: resourceId(random, 'vol'),
        ...common,
        status: 'creating',
        iops: 3000,
        encrypted: encrypted ?? false,
        tagSet: {},
        multiAttachEnabled: false,
      },
    },
  );
}

export const createSnapshot = (random: Random, volumeId: string, snapshotId = resourceId(random, 'snap')): ApiCall =>
  call(
    'ec2',
    'CreateSnapshot',
    { volumeId, description: 'daily', tagSpecificationSet: {} },
    { responseElements: { requestId: random.uuid(), snapshotId, volumeId, status: 'pending', encrypted: true } },
  );

export const deleteSnapshot = (random: Random, snapshotId: string): ApiCall =>
  call('ec2', 'DeleteSnapshot', { snapshotId }, { responseElements: { requestId: random.uuid(), _return: true } });

const grant = (to: string): object => (to === 'all' ? { group: 'all' } : { userId: to });

/** Lets an account, or `all`, make volumes of a snapshot. */
export const shareSnapshot = (random: Random, snapshotId: string, to: string): ApiCall =>
  call(
    'ec2',
    'ModifySnapshotAttribute',
    {
      snapshotId,
      createVolumePermission: { add: items([grant(to)]) },
      attributeType: 'CREATE_VOLUME_PERMISSION',
    },
    { responseElements: { requestId: random.uuid(), _return: true } },
  );

/** Lets an account, or `all`, launch an image. */
export const shareImage = (random: Random, imageId: string, to: string): ApiCall =>
  call(
    'ec2',
    'ModifyImageAttribute',
    { imageId, launchPermission: { add: items([grant(to)]) }, attributeType: 'launchPermission' },
    { responseElements: { requestId: random.uuid(), _return: true } },
  );
