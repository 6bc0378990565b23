import { withImportedNetwork } from '../../../core/addons/imported-network.js';

const NETWORK = {
  id: 'vpc-1',
  publicSubnets: ['subnet-a'],
  privateSubnets: ['subnet-b', 'subnet-c'],
};

test.each([
  [{ Ref: 'VPC' }, 'vpc-1'],
  [
    { 'Fn::Join': [',', [{ Ref: 'PrivateSubnet1' }, { Ref: 'PrivateSubnet2' }]] },
    { 'Fn::Join': [',', ['subnet-b', 'subnet-c']] },
  ],
  [{ 'Fn::Sub': '${VPC}/${PublicSubnet1}/${AppName}' }, { 'Fn::Sub': 'vpc-1/subnet-a/${AppName}' }],
  [{ Ref: 'PublicSubnet2' }, { Ref: 'PublicSubnet2' }],
  [{ Ref: 'Cluster' }, { Ref: 'Cluster' }],
  [{ 'Fn::GetAtt': ['Cluster', 'Arn'] }, { 'Fn::GetAtt': ['Cluster', 'Arn'] }],
  ['VPC', 'VPC'],
])('%j becomes %j with an imported VPC', (value, replaced) => {
  expect(withImportedNetwork({ Parameter: value }, NETWORK)).toEqual({ Parameter: replaced });
});
