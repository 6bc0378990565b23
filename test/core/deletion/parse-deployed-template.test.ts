import { parseDeployedTemplate } from '../../../core/deletion/parse-deployed-template.js';

test('reads JSON, and YAML with short functions, as Copilot deployed it', () => {
  const expected = {
    Resources: {
      Table: {
        Type: 'AWS::DynamoDB::Table',
        DeletionPolicy: 'Retain',
        Properties: { A: { Ref: 'B' } },
      },
    },
  };
  expect(parseDeployedTemplate(JSON.stringify(expected))).toEqual(expected);
  const yaml = `Resources:
  Table:
    Type: AWS::DynamoDB::Table
    DeletionPolicy: Retain
    Properties: { A: !Ref B }
`;
  expect(parseDeployedTemplate(yaml)).toEqual(expected);
});

test.each(['', 'Description: nothing in it', '{}'])('%j has no resources', (text) => {
  expect(parseDeployedTemplate(text).Resources).toEqual({});
});
