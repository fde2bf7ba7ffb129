#include "tests/support/workload_profile.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>

namespace scopedown::testing {
namespace {

constexpr std::array kinds{
    // Storage
    ResourceKind{"bucket", "arn:aws:s3:::{bucket}", "",
                 "s3:ListBucket s3:GetBucketLocation s3:ListBucketMultipartUploads"},
    ResourceKind{"read object", "arn:aws:s3:::{bucket}/{key}", "",
                 "s3:GetObject s3:GetObjectTagging s3:GetObjectAttributes"},
    ResourceKind{"written object", "arn:aws:s3:::{bucket}/{key}", "",
                 "s3:PutObject s3:GetObject s3:DeleteObject s3:AbortMultipartUpload "
                 "s3:ListMultipartUploadParts s3:PutObjectTagging"},
    ResourceKind{"platform file",
                 "arn:aws:s3:::{one of platform-config/features.json|"
                 "platform-config/regions.json|platform-config/limits.json}",
                 "", "s3:GetObject"},
    ResourceKind{"file system", "arn:aws:elasticfilesystem:REGION:ACCOUNT:file-system/fs-{hex 17}",
                 "",
                 "elasticfilesystem:ClientMount elasticfilesystem:ClientWrite "
                 "elasticfilesystem:DescribeMountTargets"},
    // Databases
    ResourceKind{"table", "arn:aws:dynamodb:REGION:ACCOUNT:table/{name}", "|state|items|history",
                 "dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem dynamodb:DeleteItem "
                 "dynamodb:Query dynamodb:BatchWriteItem dynamodb:BatchGetItem "
                 "dynamodb:DescribeTable dynamodb:ConditionCheckItem"},
    ResourceKind{"lookup table", "arn:aws:dynamodb:REGION:ACCOUNT:table/{name}",
                 "lookup|rates|index", "dynamodb:GetItem dynamodb:Query dynamodb:DescribeTable"},
    ResourceKind{"table index",
                 "arn:aws:dynamodb:REGION:ACCOUNT:table/{name}/index/by-{one of "
                 "date|customer|status}",
                 "|state|items|history", "dynamodb:Query dynamodb:Scan"},
    ResourceKind{"database", "arn:aws:rds:REGION:ACCOUNT:db:{name}", "db|replica",
                 "rds:DescribeDBInstances rds:ModifyDBInstance rds:RebootDBInstance "
                 "rds:ListTagsForResource rds:AddTagsToResource"},
    ResourceKind{"database user", "arn:aws:rds-db:REGION:ACCOUNT:dbuser:db-{upper 26}/{name}",
                 "app", "rds-db:connect"},
    ResourceKind{"cache", "arn:aws:elasticache:REGION:ACCOUNT:replicationgroup:{name}",
                 "cache|sessions", "elasticache:Connect elasticache:DescribeReplicationGroups"},
    ResourceKind{"search domain", "arn:aws:es:REGION:ACCOUNT:domain/{name}", "search|logs",
                 "es:ESHttpGet es:ESHttpPost es:ESHttpPut es:ESHttpHead es:ESHttpDelete"},
    // Messages
    ResourceKind{"work queue", "arn:aws:sqs:REGION:ACCOUNT:{name}", "jobs|events|retry|dlq",
                 "sqs:ReceiveMessage sqs:DeleteMessage sqs:ChangeMessageVisibility "
                 "sqs:GetQueueAttributes sqs:GetQueueUrl"},
    ResourceKind{"outbox queue", "arn:aws:sqs:REGION:ACCOUNT:{name}", "outbox|notify|commands",
                 "sqs:SendMessage sqs:GetQueueUrl sqs:GetQueueAttributes"},
    ResourceKind{"topic", "arn:aws:sns:REGION:ACCOUNT:{name}", "events|alerts|changes",
                 "sns:Publish sns:GetTopicAttributes sns:ListSubscriptionsByTopic"},
    ResourceKind{"subscribed topic", "arn:aws:sns:REGION:ACCOUNT:{name}", "events|alerts|changes",
                 "sns:Subscribe sns:ListSubscriptionsByTopic sns:GetTopicAttributes"},
    ResourceKind{"event bus", "arn:aws:events:REGION:ACCOUNT:event-bus/{name}", "bus",
                 "events:PutEvents events:DescribeEventBus"},
    ResourceKind{"platform bus",
                 "arn:aws:events:REGION:ACCOUNT:event-bus/{one of platform|billing}", "",
                 "events:PutEvents"},
    ResourceKind{"rule", "arn:aws:events:REGION:ACCOUNT:rule/{name}", "nightly|hourly|trigger",
                 "events:PutRule events:PutTargets events:DescribeRule events:ListTargetsByRule "
                 "events:EnableRule events:DisableRule"},
    ResourceKind{"schedule", "arn:aws:scheduler:REGION:ACCOUNT:schedule/default/{name}",
                 "reminder|cleanup",
                 "scheduler:CreateSchedule scheduler:GetSchedule scheduler:DeleteSchedule"},
    ResourceKind{"data stream", "arn:aws:kinesis:REGION:ACCOUNT:stream/{name}", "stream|clicks|raw",
                 "kinesis:PutRecord kinesis:PutRecords kinesis:DescribeStreamSummary"},
    ResourceKind{"consumed stream", "arn:aws:kinesis:REGION:ACCOUNT:stream/{name}",
                 "stream|clicks|raw",
                 "kinesis:GetRecords kinesis:GetShardIterator kinesis:ListShards "
                 "kinesis:DescribeStreamSummary"},
    ResourceKind{"delivery stream", "arn:aws:firehose:REGION:ACCOUNT:deliverystream/{name}",
                 "archive|audit",
                 "firehose:PutRecord firehose:PutRecordBatch firehose:DescribeDeliveryStream"},
    // Code
    ResourceKind{"function", "arn:aws:lambda:REGION:ACCOUNT:function:{name}",
                 "handler|render|resize|export",
                 "lambda:InvokeFunction lambda:GetFunctionConfiguration lambda:GetFunction "
                 "lambda:ListVersionsByFunction"},
    ResourceKind{"state machine", "arn:aws:states:REGION:ACCOUNT:stateMachine:{name}", "flow|saga",
                 "states:StartExecution states:DescribeStateMachine states:ListExecutions "
                 "states:StartSyncExecution"},
    ResourceKind{"tasks", "", "",
                 "states:SendTaskSuccess states:SendTaskFailure states:SendTaskHeartbeat"},
    ResourceKind{"repository", "arn:aws:ecr:REGION:ACCOUNT:repository/{path}", "image|worker",
                 "ecr:BatchGetImage ecr:GetDownloadUrlForLayer ecr:BatchCheckLayerAvailability "
                 "ecr:DescribeImages"},
    ResourceKind{"pushed repository", "arn:aws:ecr:REGION:ACCOUNT:repository/{path}",
                 "image|worker",
                 "ecr:PutImage ecr:InitiateLayerUpload ecr:UploadLayerPart ecr:CompleteLayerUpload "
                 "ecr:BatchCheckLayerAvailability"},
    ResourceKind{"registry", "", "", "ecr:GetAuthorizationToken"},
    // Secrets and settings
    ResourceKind{"secret", "arn:aws:secretsmanager:REGION:ACCOUNT:secret:{path}-{letters 6}",
                 "db|api-key|token",
                 "secretsmanager:GetSecretValue secretsmanager:DescribeSecret "
                 "secretsmanager:ListSecretVersionIds"},
    ResourceKind{"key", "arn:aws:kms:REGION:ACCOUNT:key/{uuid}", "",
                 "kms:Decrypt kms:GenerateDataKey kms:DescribeKey kms:Encrypt"},
    ResourceKind{"platform key",
                 "arn:aws:kms:REGION:ACCOUNT:key/{one of "
                 "0f3c9a52-6b1d-4e8f-9a70-5d2c1b4e6f83|b7e2d14c-93a5-4f06-8c1b-2a6d5e9f7041}",
                 "", "kms:Decrypt kms:GenerateDataKey"},
    ResourceKind{"parameter", "arn:aws:ssm:REGION:ACCOUNT:parameter/{path}",
                 "config|endpoint|level",
                 "ssm:GetParameter ssm:GetParameters ssm:GetParametersByPath"},
    ResourceKind{"platform parameter",
                 "arn:aws:ssm:REGION:ACCOUNT:parameter/platform/{one of "
                 "region|log-level|gateway-url}",
                 "", "ssm:GetParameter ssm:GetParameters"},
    ResourceKind{"settings",
                 "arn:aws:appconfig:REGION:ACCOUNT:application/{letters 7}/environment/"
                 "{letters 7}/configuration/{letters 7}",
                 "", "appconfig:StartConfigurationSession appconfig:GetLatestConfiguration"},
    // What every application calls
    ResourceKind{"log stream", "arn:aws:logs:REGION:ACCOUNT:log-group:/eks/{path}:log-stream:main",
                 "app|worker", "logs:PutLogEvents logs:GetLogEvents"},
    ResourceKind{"metrics", "", "", "cloudwatch:PutMetricData"},
    ResourceKind{"traces", "", "",
                 "xray:PutTraceSegments xray:PutTelemetryRecords xray:GetSamplingRules "
                 "xray:GetSamplingTargets"},
    ResourceKind{"identity", "", "", "sts:GetCallerIdentity"},
    ResourceKind{"workspace", "arn:aws:aps:REGION:ACCOUNT:workspace/ws-{uuid}", "",
                 "aps:RemoteWrite aps:QueryMetrics aps:GetLabels aps:GetSeries"},
    // Users
    ResourceKind{"sender", "arn:aws:ses:REGION:ACCOUNT:identity/{name}.example.com", "mail",
                 "ses:SendEmail ses:SendRawEmail"},
    ResourceKind{"user pool", "arn:aws:cognito-idp:REGION:ACCOUNT:userpool/REGION_{letters 9}", "",
                 "cognito-idp:AdminCreateUser cognito-idp:AdminGetUser "
                 "cognito-idp:AdminUpdateUserAttributes cognito-idp:AdminInitiateAuth "
                 "cognito-idp:ListUsers"},
    ResourceKind{"distribution", "arn:aws:cloudfront::ACCOUNT:distribution/E{upper 13}", "",
                 "cloudfront:CreateInvalidation cloudfront:GetInvalidation"},
    // Analytics
    ResourceKind{"workgroup", "arn:aws:athena:REGION:ACCOUNT:workgroup/{name}", "queries|adhoc",
                 "athena:StartQueryExecution athena:GetQueryExecution athena:GetQueryResults "
                 "athena:StopQueryExecution athena:GetWorkGroup"},
    ResourceKind{"data catalog", "arn:aws:glue:REGION:ACCOUNT:{one of catalog}", "",
                 "glue:GetDatabase glue:GetTable glue:GetPartitions glue:BatchCreatePartition"},
    ResourceKind{"catalog database", "arn:aws:glue:REGION:ACCOUNT:database/{name}", "lake",
                 "glue:GetDatabase glue:GetTable glue:GetPartitions glue:BatchCreatePartition"},
    ResourceKind{"catalog table",
                 "arn:aws:glue:REGION:ACCOUNT:table/{name}/{one of "
                 "raw|clean|daily|sessions}",
                 "lake",
                 "glue:GetTable glue:GetPartitions glue:BatchCreatePartition glue:UpdateTable"},
    ResourceKind{
        "job", "arn:aws:glue:REGION:ACCOUNT:job/{name}", "load|compact|dedupe",
        "glue:StartJobRun glue:GetJobRun glue:GetJobRuns glue:GetJob glue:BatchStopJobRun"},
    ResourceKind{"warehouse", "arn:aws:redshift-serverless:REGION:ACCOUNT:workgroup/{uuid}", "",
                 "redshift-data:ExecuteStatement redshift-data:BatchExecuteStatement "
                 "redshift-data:ListTables"},
    ResourceKind{"statements", "", "",
                 "redshift-data:DescribeStatement redshift-data:GetStatementResult "
                 "redshift-data:CancelStatement"},
    ResourceKind{"virtual cluster",
                 "arn:aws:emr-containers:REGION:ACCOUNT:/virtualclusters/{letters 25}", "",
                 "emr-containers:StartJobRun emr-containers:ListJobRuns "
                 "emr-containers:DescribeVirtualCluster"},
    // Models
    ResourceKind{
        "training job", "arn:aws:sagemaker:REGION:ACCOUNT:training-job/{name}", "train|tune",
        "sagemaker:CreateTrainingJob sagemaker:DescribeTrainingJob sagemaker:StopTrainingJob "
        "sagemaker:AddTags"},
    ResourceKind{"processing job", "arn:aws:sagemaker:REGION:ACCOUNT:processing-job/{name}",
                 "prepare|evaluate",
                 "sagemaker:CreateProcessingJob sagemaker:DescribeProcessingJob"},
    ResourceKind{"model", "arn:aws:sagemaker:REGION:ACCOUNT:model/{name}", "model",
                 "sagemaker:CreateModel sagemaker:DescribeModel"},
    ResourceKind{"endpoint", "arn:aws:sagemaker:REGION:ACCOUNT:endpoint/{name}", "endpoint",
                 "sagemaker:InvokeEndpoint sagemaker:DescribeEndpoint "
                 "sagemaker:UpdateEndpointWeightsAndCapacities"},
    ResourceKind{"foundation model",
                 "arn:aws:bedrock:REGION::foundation-model/{one of "
                 "anthropic.claude-3-haiku|amazon.titan-embed-text-v2|meta.llama3-70b-instruct}",
                 "", "bedrock:InvokeModel bedrock:InvokeModelWithResponseStream"},
    ResourceKind{"documents", "", "", "textract:DetectDocumentText textract:AnalyzeDocument"},
    // What controllers do
    ResourceKind{"target group",
                 "arn:aws:elasticloadbalancing:REGION:ACCOUNT:targetgroup/{name}/{hex 16}", "tg",
                 "elasticloadbalancing:RegisterTargets elasticloadbalancing:DeregisterTargets "
                 "elasticloadbalancing:ModifyTargetGroup"},
    ResourceKind{
        "load balancers", "", "",
        "elasticloadbalancing:DescribeLoadBalancers elasticloadbalancing:DescribeTargetGroups "
        "elasticloadbalancing:DescribeTargetHealth elasticloadbalancing:DescribeListeners "
        "elasticloadbalancing:DescribeTags"},
    ResourceKind{
        "hosted zone", "arn:aws:route53:::hostedzone/Z{upper 19}", "",
        "route53:ChangeResourceRecordSets route53:ListResourceRecordSets route53:GetHostedZone"},
    ResourceKind{"zones", "", "", "route53:ListHostedZones route53:ListHostedZonesByName"},
    ResourceKind{
        "scaling group",
        "arn:aws:autoscaling:REGION:ACCOUNT:autoScalingGroup:{uuid}:autoScalingGroupName/{name}",
        "nodes", "autoscaling:SetDesiredCapacity autoscaling:TerminateInstanceInAutoScalingGroup"},
    ResourceKind{"scaling groups", "", "",
                 "autoscaling:DescribeAutoScalingGroups autoscaling:DescribeAutoScalingInstances "
                 "autoscaling:DescribeLaunchConfigurations autoscaling:DescribeScalingActivities"},
    ResourceKind{"volume", "arn:aws:ec2:REGION:ACCOUNT:volume/vol-{hex 17}", "",
                 "ec2:AttachVolume ec2:DetachVolume ec2:DeleteVolume"},
    ResourceKind{"machines", "", "",
                 "ec2:DescribeInstances ec2:DescribeVolumes ec2:DescribeSubnets ec2:DescribeVpcs "
                 "ec2:DescribeSecurityGroups ec2:DescribeAvailabilityZones"},
    ResourceKind{"listener rule",
                 "arn:aws:elasticloadbalancing:REGION:ACCOUNT:listener-rule/app/{name}/{hex "
                 "16}/{hex 16}/{hex 16}",
                 "alb", "elasticloadbalancing:ModifyRule elasticloadbalancing:DeleteRule"},
    ResourceKind{"alarm", "arn:aws:cloudwatch:REGION:ACCOUNT:alarm:{name}", "errors|latency|cost",
                 "cloudwatch:PutMetricAlarm cloudwatch:DescribeAlarms cloudwatch:DeleteAlarms "
                 "cloudwatch:SetAlarmState"},
    ResourceKind{"certificate", "arn:aws:acm:REGION:ACCOUNT:certificate/{uuid}", "",
                 "acm:DescribeCertificate acm:ListTagsForCertificate acm:AddTagsToCertificate"},
    ResourceKind{"web filter", "arn:aws:wafv2:REGION:ACCOUNT:regional/webacl/{name}/{uuid}",
                 "filter", "wafv2:GetWebACL wafv2:UpdateWebACL wafv2:ListTagsForResource"},
};

constexpr std::array common{KindUse{"metrics", 60, 0},
                            KindUse{"traces", 45, 0},
                            KindUse{"identity", 50, 0},
                            KindUse{"log stream", 45, 4},
                            KindUse{"secret", 75, 4},
                            KindUse{"platform key", 35, 0},
                            KindUse{"key", 20, 0},
                            KindUse{"parameter", 45, 6},
                            KindUse{"platform parameter", 25, 2}};

constexpr std::array saas_uses{KindUse{"bucket", 70, 2},         KindUse{"read object", 60, 15},
                               KindUse{"written object", 60, 8}, KindUse{"platform file", 20, 0},
                               KindUse{"table", 85, 10},         KindUse{"table index", 45, 8},
                               KindUse{"lookup table", 30, 4},   KindUse{"work queue", 70, 8},
                               KindUse{"outbox queue", 55, 6},   KindUse{"topic", 50, 4},
                               KindUse{"function", 35, 6},       KindUse{"sender", 40, 0},
                               KindUse{"cache", 25, 0},          KindUse{"state machine", 25, 3},
                               KindUse{"platform bus", 30, 0},   KindUse{"database user", 25, 0}};

constexpr std::array data_uses{
    KindUse{"bucket", 90, 6},          KindUse{"read object", 80, 21},
    KindUse{"written object", 80, 11}, KindUse{"workgroup", 70, 2},
    KindUse{"data catalog", 65, 0},    KindUse{"catalog database", 65, 3},
    KindUse{"catalog table", 60, 14},  KindUse{"job", 45, 6},
    KindUse{"consumed stream", 35, 3}, KindUse{"delivery stream", 30, 3},
    KindUse{"warehouse", 25, 0},       KindUse{"statements", 25, 0},
    KindUse{"virtual cluster", 20, 0}, KindUse{"state machine", 35, 4},
    KindUse{"topic", 30, 2},           KindUse{"table", 25, 4}};

constexpr std::array event_uses{KindUse{"work queue", 90, 12},   KindUse{"outbox queue", 75, 12},
                                KindUse{"topic", 70, 11},        KindUse{"event bus", 35, 2},
                                KindUse{"platform bus", 40, 0},  KindUse{"rule", 30, 5},
                                KindUse{"data stream", 40, 5},   KindUse{"consumed stream", 40, 5},
                                KindUse{"function", 50, 10},     KindUse{"state machine", 45, 5},
                                KindUse{"tasks", 30, 0},         KindUse{"table", 65, 8},
                                KindUse{"schedule", 25, 4},      KindUse{"delivery stream", 25, 2},
                                KindUse{"written object", 35, 6}};

constexpr std::array ml_uses{KindUse{"bucket", 90, 5},          KindUse{"read object", 80, 19},
                             KindUse{"written object", 80, 10}, KindUse{"training job", 60, 8},
                             KindUse{"processing job", 50, 6},  KindUse{"model", 50, 5},
                             KindUse{"endpoint", 60, 5},        KindUse{"foundation model", 50, 6},
                             KindUse{"repository", 55, 4},      KindUse{"pushed repository", 30, 2},
                             KindUse{"registry", 55, 0},        KindUse{"file system", 25, 0},
                             KindUse{"table", 35, 4},           KindUse{"work queue", 40, 4},
                             KindUse{"documents", 20, 0}};

constexpr std::array controller_uses{
    KindUse{"target group", 55, 8},  KindUse{"load balancers", 55, 0},
    KindUse{"hosted zone", 45, 2},   KindUse{"zones", 45, 0},
    KindUse{"scaling group", 45, 6}, KindUse{"scaling groups", 45, 0},
    KindUse{"volume", 35, 10},       KindUse{"machines", 65, 0},
    KindUse{"listener rule", 35, 5}, KindUse{"alarm", 50, 10},
    KindUse{"certificate", 45, 3},   KindUse{"web filter", 35, 1},
    KindUse{"database", 40, 4},      KindUse{"rule", 30, 3},
    KindUse{"repository", 30, 3},    KindUse{"registry", 30, 0},
    KindUse{"workspace", 20, 0}};

constexpr std::array web_uses{KindUse{"bucket", 75, 2},         KindUse{"read object", 75, 16},
                              KindUse{"written object", 45, 8}, KindUse{"platform file", 25, 0},
                              KindUse{"distribution", 45, 1},   KindUse{"user pool", 55, 0},
                              KindUse{"sender", 45, 0},         KindUse{"table", 65, 8},
                              KindUse{"table index", 35, 5},    KindUse{"cache", 40, 1},
                              KindUse{"search domain", 30, 0},  KindUse{"outbox queue", 45, 4},
                              KindUse{"function", 35, 4},       KindUse{"settings", 30, 0},
                              KindUse{"database user", 30, 0},  KindUse{"foundation model", 15, 0}};

constexpr std::array all_archetypes{
    Archetype{"saas", "orders|billing|invoices|accounts|plans|audit|users|search|import|export",
              saas_uses},
    Archetype{"data", "sales|clicks|ledger|stock|visits|returns|prices|metrics|ads|churn",
              data_uses},
    Archetype{"event", "orders|payments|shipping|refunds|alerts|stock|quotes|fraud|returns|mail",
              event_uses},
    Archetype{"ml", "ranking|churn|vision|speech|fraud|forecast|embedding|labels|search|pricing",
              ml_uses},
    Archetype{"controller", "edge|core|batch|spot|cache|queue|dns|ingest|front|jobs",
              controller_uses},
    Archetype{"web", "shop|blog|profile|cart|media|search|login|news|forum|help", web_uses}};

}  // namespace

std::span<const ResourceKind> resource_kinds() {
  return kinds;
}

const ResourceKind& resource_kind(std::string_view name) {
  const auto place = std::ranges::find(kinds, name, &ResourceKind::name);
  if (place == kinds.end()) throw std::out_of_range("no kind " + std::string(name));
  return *place;
}

std::span<const KindUse> common_uses() {
  return common;
}

std::span<const Archetype> archetypes() {
  return all_archetypes;
}

}  // namespace scopedown::testing
