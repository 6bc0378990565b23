import type { CfnValue, Resource, Template } from '../cloudformation.js';
import { ref } from '../cloudformation.js';
import { describeResource } from '../description.js';
import { type EnvironmentSettings, vpcId } from './settings.js';

/** Logical ids and wording of what the public and the internal load balancer have in common. */
export type Frontend = {
  readonly loadBalancer: string;
  readonly targetGroup: string;
  readonly httpListener: string;
  readonly httpsListener: string;
  /** Further certificates get this id with 2, 3, … */
  readonly certificate: string;
  readonly condition: string;
  readonly httpsCondition: string;
  readonly adjective: string;
};

export const PUBLIC: Frontend = {
  loadBalancer: 'PublicLoadBalancer',
  targetGroup: 'DefaultHTTPTargetGroup',
  httpListener: 'HTTPListener',
  httpsListener: 'HTTPSListener',
  certificate: 'HTTPSImportCertificate',
  condition: 'CreateALB',
  httpsCondition: 'ExportHTTPSListener',
  adjective: 'public',
};

export const INTERNAL: Frontend = {
  loadBalancer: 'InternalLoadBalancer',
  targetGroup: 'DefaultInternalHTTPTargetGroup',
  httpListener: 'InternalHTTPListener',
  httpsListener: 'InternalHTTPSListener',
  certificate: 'InternalHTTPSImportCertificate',
  condition: 'CreateInternalALB',
  httpsCondition: 'ExportInternalHTTPSListener',
  adjective: 'internal',
};

export type ListenerCertificates = {
  readonly main: CfnValue | undefined;
  readonly further: readonly string[];
  readonly sslPolicy: string | undefined;
};

/** The empty target group that listeners forward to before a service adds its rules, and both listeners. */
export function renderListeners(
  frontend: Frontend,
  vpc: EnvironmentSettings['vpc'],
  certificates: ListenerCertificates,
): Template['Resources'] {
  return {
    [frontend.targetGroup]: renderDefaultTargetGroup(frontend, vpc),
    [frontend.httpListener]: renderHttpListener(frontend),
    [frontend.httpsListener]: renderHttpsListener(frontend, certificates),
    ...renderFurtherCertificates(frontend, certificates.further),
  };
}

function renderDefaultTargetGroup(frontend: Frontend, vpc: EnvironmentSettings['vpc']): Resource {
  return {
    Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
    Condition: frontend.condition,
    Properties: {
      HealthCheckIntervalSeconds: 10,
      HealthyThresholdCount: 2,
      HealthCheckTimeoutSeconds: 5,
      Port: 80,
      Protocol: 'HTTP',
      TargetGroupAttributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '60' }],
      TargetType: 'ip',
      VpcId: vpcId(vpc),
    },
  };
}

function renderHttpListener(frontend: Frontend): Resource {
  return describeResource(`A listener for HTTP on the ${frontend.adjective} load balancer`, {
    Type: 'AWS::ElasticLoadBalancingV2::Listener',
    Condition: frontend.condition,
    Properties: {
      DefaultActions: [{ TargetGroupArn: ref(frontend.targetGroup), Type: 'forward' }],
      LoadBalancerArn: ref(frontend.loadBalancer),
      Port: 80,
      Protocol: 'HTTP',
    },
  });
}

function renderHttpsListener(frontend: Frontend, certificates: ListenerCertificates): Resource {
  const { main, sslPolicy } = certificates;
  return describeResource(`A listener for HTTPS on the ${frontend.adjective} load balancer`, {
    Type: 'AWS::ElasticLoadBalancingV2::Listener',
    Condition: frontend.httpsCondition,
    Properties: {
      // Without a certificate the condition keeps the listener from being made; the schema asks for a list all the same.
      Certificates: main === undefined ? [] : [{ CertificateArn: main }],
      DefaultActions: [{ TargetGroupArn: ref(frontend.targetGroup), Type: 'forward' }],
      LoadBalancerArn: ref(frontend.loadBalancer),
      Port: 443,
      Protocol: 'HTTPS',
      ...(sslPolicy === undefined ? {} : { SslPolicy: sslPolicy }),
    },
  });
}

function renderFurtherCertificates(
  frontend: Frontend,
  arns: readonly string[],
): Template['Resources'] {
  return Object.fromEntries(
    arns.map((arn, index) => [
      `${frontend.certificate}${index + 2}`,
      {
        Type: 'AWS::ElasticLoadBalancingV2::ListenerCertificate',
        Condition: frontend.httpsCondition,
        Properties: {
          ListenerArn: ref(frontend.httpsListener),
          Certificates: [{ CertificateArn: arn }],
        },
      },
    ]),
  );
}
