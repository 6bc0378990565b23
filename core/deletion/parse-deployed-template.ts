import { asCfnObject, toCfnValue } from '../addons/cfn-yaml.js';
import { parseYamlNodes } from '../addons/yaml-nodes.js';
import type { CfnValue, Template } from '../template/cloudformation.js';

/**
 * Text of a deployed template, as GetTemplate gives it: JSON, or YAML from Copilot's days. What CloudFormation holds is
 * well-formed; the empty text of a stack that was never made has no resources.
 */
export function parseDeployedTemplate(text: string): Template {
  const value = text.trimStart().startsWith('{') ? (JSON.parse(text) as CfnValue) : parseYaml(text);
  const template = asCfnObject(value);
  return { ...template, Resources: asCfnObject(template.Resources) } as Template;
}

function parseYaml(text: string): CfnValue {
  const parsed = parseYamlNodes(text);
  return parsed.ok && parsed.root ? toCfnValue(parsed.root) : {};
}
