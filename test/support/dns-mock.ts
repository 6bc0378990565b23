import {
  ChangeResourceRecordSetsCommand,
  GetChangeCommand,
  ListHostedZonesByNameCommand,
  ListResourceRecordSetsCommand,
  type ResourceRecordSet,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { mockClient } from 'aws-sdk-client-mock';

export const route53 = mockClient(Route53Client);

/** Route 53 with these zones by id, whose changes are in effect at once. Call it before each test. */
export function resetDns(
  zones: { readonly [id: string]: string } = { ZROOT: 'example.com', ZAPP: 'shop.example.com' },
  records: readonly ResourceRecordSet[] = [],
): void {
  route53.reset();
  route53.on(ListHostedZonesByNameCommand).resolves({
    HostedZones: Object.entries(zones).map(([id, name]) => ({
      Id: `/hostedzone/${id}`,
      Name: `${name}.`,
      CallerReference: id,
    })),
  });
  route53.on(ListResourceRecordSetsCommand).resolves({ ResourceRecordSets: [...records] });
  route53.on(ChangeResourceRecordSetsCommand).resolves({
    ChangeInfo: { Id: 'change-1', Status: 'INSYNC', SubmittedAt: new Date(0) },
  });
  route53.on(GetChangeCommand).resolves({
    ChangeInfo: { Id: 'change-1', Status: 'INSYNC', SubmittedAt: new Date(0) },
  });
}

/** `UPSERT ZROOT CNAME _x.example.com -> _y.acm` for each change that was made, sorted. */
export function changesMade(): readonly string[] {
  return route53
    .commandCalls(ChangeResourceRecordSetsCommand)
    .flatMap(({ args: [{ input }] }) =>
      (input.ChangeBatch?.Changes ?? []).map(({ Action, ResourceRecordSet: record }) => {
        const target =
          record?.AliasTarget?.DNSName ??
          (record?.ResourceRecords ?? []).map(({ Value }) => Value).join(' ');
        return `${Action} ${input.HostedZoneId} ${record?.Type} ${record?.Name} -> ${target}`;
      }),
    )
    .sort();
}

/** Lets every change be refused with this message. */
export function refuseChanges(message: string): void {
  route53
    .on(ChangeResourceRecordSetsCommand)
    .rejects(Object.assign(new Error(message), { name: 'InvalidChangeBatch' }));
}

export const NOT_FOUND =
  "[Tried to delete resource record set [name='a.example.com.', type='A'] but it was not found]";
