extension RiskExamples {
    /// Dangers that stand in words of many kinds: units, halves of the internet, protections by other names.
    static let further = units + everything + halves + loosened + refused + expiring + disabled

    private static let units = [
        RiskExample(
            "limit-lowered", "kubernetes_deployment",
            #"{"spec":[{"container":[{"resources":[{"limits":{"cpu":"1"}}]}]}]}"#,
            #"{"spec":[{"container":[{"resources":[{"limits":{"cpu":"100m"}}]}]}]}"#, grade: "high"),
        RiskExample(
            "limit-lowered", "kubernetes_deployment",
            #"{"spec":[{"container":[{"resources":[{"limits":{"cpu":"1500m"}}]}]}]}"#,
            #"{"spec":[{"container":[{"resources":[{"limits":{"cpu":"1"}}]}]}]}"#, grade: "medium"),
        RiskExample(
            "limit-lowered", "kubernetes_deployment",
            #"{"spec":[{"container":[{"resources":[{"requests":{"cpu":2}}]}]}]}"#,
            #"{"spec":[{"container":[{"resources":[{"requests":{"cpu":"200m"}}]}]}]}"#, grade: "high"),
        RiskExample("limit-lowered", "cloud_app", #"{"timeout":"1h"}"#, #"{"timeout":"30m"}"#, grade: "high"),
        RiskExample("limit-lowered", "cloud_app", #"{"timeout":"1h30m0s"}"#, #"{"timeout":"10m0s"}"#, grade: "high"),
        RiskExample(
            "limit-lowered", "azurerm_servicebus_queue", #"{"lock_timeout":"PT5M"}"#, #"{"lock_timeout":"PT30S"}"#),
        RiskExample(
            "limit-lowered", "aws_db_proxy_default_target_group",
            #"{"connection_pool_config":[{"max_connections_percent":100}]}"#,
            #"{"connection_pool_config":[{"max_connections_percent":10}]}"#, grade: "high"),
        RiskExample(
            "limit-lowered", "kubernetes_resource_quota", #"{"spec":[{"hard":{"pods":"100"}}]}"#,
            #"{"spec":[{"hard":{"pods":"5"}}]}"#, grade: "high"),
        RiskExample(
            "limit-lowered", "kubernetes_resource_quota", #"{"spec":[{"hard":{"services.loadbalancers":"10"}}]}"#,
            #"{"spec":[{"hard":{"services.loadbalancers":"1"}}]}"#),
        RiskExample(
            "limit-lowered", "kubernetes_pod_disruption_budget_v1", #"{"spec":[{"min_available":"2"}]}"#,
            #"{"spec":[{"min_available":"0"}]}"#, grade: "high"),
        RiskExample(
            "limit-lowered", "kubernetes_deployment",
            #"{"spec":[{"template":[{"spec":[{"termination_grace_period_seconds":60}]}]}]}"#,
            #"{"spec":[{"template":[{"spec":[{"termination_grace_period_seconds":1}]}]}]}"#),
        RiskExample(
            "limit-lowered", "kubernetes_deployment",
            #"{"spec":[{"env":[{"name":"JAVA_OPTS","value":"-server -Xmx4g -Dx=1"}]}]}"#,
            #"{"spec":[{"env":[{"name":"JAVA_OPTS","value":"-server -Xmx256m -Dx=1"}]}]}"#, grade: "high"),
        RiskExample(
            "limit-lowered", "aws_lambda_function",
            #"{"environment":[{"variables":{"NODE_OPTIONS":"--max-old-space-size=4096"}}]}"#,
            #"{"environment":[{"variables":{"NODE_OPTIONS":"--max-old-space-size=512"}}]}"#),
        RiskExample(
            "limit-lowered", "cloud_app", #"{"dsn":"db://h/x?pool_size=50&ssl=1"}"#,
            #"{"dsn":"db://h/x?pool_size=5&ssl=1"}"#),
        RiskExample("limit-lowered", "proxmox_vm_qemu", #"{"cores":8}"#, #"{"cores":1}"#, grade: "high"),
        RiskExample("limit-lowered", "cloud_machine", #"{"vcpus":8}"#, #"{"vcpus":2}"#),
    ]

    private static func policy(_ statement: String) -> String {
        #"{"policy":"{\"Statement\":[{\#(statement.replacing("\"", with: "\\\""))}]}"}"#
    }

    private static let everything = [
        RiskExample(
            "policy-wildcard", "aws_iam_policy", nil,
            policy(#""Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::*""#), grade: "high"),
        RiskExample(
            "policy-wildcard", "aws_iam_policy", nil,
            policy(#""Effect":"Allow","Action":"dynamodb:*","Resource":"arn:aws:dynamodb:*:*:*""#)),
        RiskExample(
            "policy-wildcard", "aws_iam_policy", nil,
            policy(#""Effect":"Allow","Action":"dynamodb:*","Resource":"arn:aws:dynamodb:eu-west-1:12:table/*""#)),
        RiskExample(
            "policy-wildcard", "aws_iam_role_policy", nil,
            policy(#""Effect":"Allow","Action":"iam:*","Resource":["arn:aws:iam::*:*"]"#),
            grade: "critical"),
        RiskExample(
            "policy-wildcard", "aws_iam_policy", nil,
            policy(#""Effect":"Allow","Action":"*","NotResource":"arn:aws:s3:::a/*""#), grade: "critical"),
        RiskExample(
            "policy-for-everybody", "aws_s3_bucket_policy", nil,
            policy(
                #""Effect":"Allow","Action":"s3:GetObject","NotPrincipal":{"AWS":"arn:aws:iam::1:root"},"Resource":"arn:aws:s3:::a/*""#
            )),
    ]

    private static let halves = [
        RiskExample(
            "open-to-all", "aws_security_group_rule", nil,
            #"{"type":"ingress","cidr_blocks":["0.0.0.0/1","128.0.0.0/1"],"from_port":22,"to_port":22,"protocol":"tcp"}"#,
            grade: "critical"),
        RiskExample("open-to-all", "aws_wafv2_ip_set", nil, #"{"addresses":["0.0.0.0/1","128.0.0.0/1"]}"#),
        RiskExample(
            "open-to-all", "google_compute_firewall", nil,
            #"{"source_ranges":["64.0.0.0/2"],"allow":[{"protocol":"tcp","ports":["3306"]}]}"#, grade: "critical"),
        RiskExample(
            "open-to-all", "hcloud_firewall", nil,
            #"{"rule":[{"direction":"in","port":"22","protocol":"tcp","source_ips":["2000::/3"]}]}"#, grade: "critical"),
        RiskExample(
            "open-to-all", "azurerm_mssql_firewall_rule", nil,
            #"{"start_ip_address":"1.0.0.0","end_ip_address":"223.255.255.255"}"#),
        RiskExample(
            "open-to-all", "aws_security_group_rule",
            #"{"type":"ingress","cidr_blocks":["0.0.0.0/1"],"from_port":22,"to_port":22,"protocol":"tcp"}"#,
            #"{"type":"ingress","cidr_blocks":["0.0.0.0/0"],"from_port":22,"to_port":22,"protocol":"tcp"}"#),
    ]

    private static let loosened = [
        RiskExample("demand-dropped", "aws_ebs_encryption_by_default", #"{"enabled":true}"#, #"{"enabled":false}"#),
        RiskExample(
            "demand-dropped", "aws_ebs_snapshot_block_public_access", #"{"state":"block-all-sharing"}"#,
            #"{"state":"unblocked"}"#),
        RiskExample(
            "demand-dropped", "aws_s3_bucket_ownership_controls",
            #"{"rule":[{"object_ownership":"BucketOwnerEnforced"}]}"#,
            #"{"rule":[{"object_ownership":"ObjectWriter"}]}"#),
        RiskExample(
            "demand-dropped", "google_container_cluster",
            #"{"binary_authorization":[{"evaluation_mode":"PROJECT_SINGLETON_POLICY_ENFORCE"}]}"#,
            #"{"binary_authorization":[{"evaluation_mode":"DISABLED"}]}"#),
        RiskExample(
            "demand-dropped", "google_binary_authorization_policy",
            #"{"default_admission_rule":[{"evaluation_mode":"REQUIRE_ATTESTATION"}]}"#,
            #"{"default_admission_rule":[{"evaluation_mode":"ALWAYS_ALLOW"}]}"#),
        RiskExample(
            "demand-dropped", "azurerm_managed_disk", #"{"network_access_policy":"DenyAll"}"#,
            #"{"network_access_policy":"AllowAll"}"#),
        RiskExample(
            "demand-dropped", "azurerm_cosmosdb_account", #"{"is_virtual_network_filter_enabled":true}"#,
            #"{"is_virtual_network_filter_enabled":false}"#),
        RiskExample(
            "demand-dropped", "azurerm_web_application_firewall_policy",
            #"{"policy_settings":[{"mode":"Prevention"}]}"#, #"{"policy_settings":[{"mode":"Detection"}]}"#),
        RiskExample("demand-dropped", "okta_policy_mfa", #"{"status":"ACTIVE"}"#, #"{"status":"INACTIVE"}"#),
        RiskExample("demand-dropped", "cloud_database", #"{"sslmode":"verify-full"}"#, #"{"sslmode":"prefer"}"#),
        RiskExample(
            "demand-dropped", "aws_ecr_repository", #"{"image_tag_mutability":"IMMUTABLE"}"#,
            #"{"image_tag_mutability":"MUTABLE"}"#),
        RiskExample(
            "tls-removed", "kubernetes_ingress_v1", #"{"spec":[{"tls":[{"hosts":["a"],"secret_name":"b"}]}]}"#,
            #"{"spec":[{"tls":[]}]}"#),
        RiskExample(
            "shared-with-all", "aws_ssm_document", #"{"permissions":{"type":"Share","account_ids":"12"}}"#,
            #"{"permissions":{"type":"Share","account_ids":"All"}}"#),
        RiskExample(
            "granted-everywhere", "mysql_grant", nil, #"{"user":"app","database":"*","privileges":["ALL"]}"#),
        RiskExample(
            "public-visibility", "github_repository", #"{"visibility":"private"}"#, #"{"visibility":"public"}"#,
            grade: "critical"),
        RiskExample("public-visibility", "github_repository", nil, #"{"visibility":"public"}"#, grade: "medium"),
    ]

    private static let refused = [
        RiskExample(
            "refusal-removed", "azurerm_network_security_rule",
            #"{"access":"Deny","direction":"Inbound","source_address_prefix":"*","destination_port_range":"*"}"#, nil,
            grade: "high"),
        RiskExample(
            "refusal-removed", "aws_network_acl_rule",
            #"{"egress":false,"rule_action":"deny","cidr_block":"198.51.100.0/24","from_port":0,"to_port":0}"#, nil,
            grade: "medium"),
        RiskExample(
            "refusal-removed", "aws_network_acl",
            #"{"ingress":[{"action":"deny","cidr_block":"0.0.0.0/0"},{"action":"allow","cidr_block":"10.0.0.0/8"}]}"#,
            #"{"ingress":[{"action":"allow","cidr_block":"10.0.0.0/8"}]}"#),
        RiskExample(
            "refusal-removed", "google_compute_firewall",
            #"{"direction":"INGRESS","source_ranges":["0.0.0.0/0"],"deny":[{"protocol":"all"}]}"#, nil),
        RiskExample(
            "refusal-removed", "aws_s3_bucket_policy",
            policy(#""Effect":"Deny","Action":"s3:*","Principal":"*","Resource":"arn:aws:s3:::a/*""#),
            policy(#""Effect":"Allow","Action":"s3:GetObject","Principal":{"AWS":"1"},"Resource":"arn:aws:s3:::a/*""#)),
    ]

    private static let expiring = [
        RiskExample(
            "expiry-added", "aws_s3_bucket_lifecycle_configuration", nil,
            #"{"rule":[{"id":"a","status":"Enabled","expiration":[{"days":1}]}]}"#, grade: "medium"),
        RiskExample(
            "expiry-added", "aws_s3_bucket_lifecycle_configuration", #"{"rule":[{"id":"a","expiration":[]}]}"#,
            #"{"rule":[{"id":"a","expiration":[{"days":1}]}]}"#, grade: "high"),
        RiskExample(
            "expiry-added", "google_bigquery_dataset", #"{"default_table_expiration_ms":null}"#,
            #"{"default_table_expiration_ms":3600000}"#),
        RiskExample("expiry-added", "azurerm_cosmosdb_sql_container", "{}", #"{"default_ttl":3600}"#),
        RiskExample(
            "expiry-added", "azurerm_storage_management_policy", #"{"rule":[{"actions":[{"base_blob":[{}]}]}]}"#,
            #"{"rule":[{"actions":[{"base_blob":[{"delete_after_days_since_modification_greater_than":2}]}]}]}"#),
        RiskExample(
            "deletes-by-rule", "google_storage_bucket", #"{"lifecycle_rule":[]}"#,
            #"{"lifecycle_rule":[{"action":[{"type":"Delete"}],"condition":[{"age":1}]}]}"#),
        RiskExample(
            "expiry-switched-on", "aws_dynamodb_table", #"{"ttl":[{"attribute_name":"","enabled":false}]}"#,
            #"{"ttl":[{"attribute_name":"seen","enabled":true}]}"#),
        RiskExample(
            "evicts-at-will", "aws_elasticache_parameter_group",
            #"{"parameter":[{"name":"maxmemory-policy","value":"noeviction"}]}"#,
            #"{"parameter":[{"name":"maxmemory-policy","value":"allkeys-lru"}]}"#),
    ]

    private static let disabled = [
        RiskExample("switched-off", "aws_cloudwatch_event_rule", #"{"state":"ENABLED"}"#, #"{"state":"DISABLED"}"#),
        RiskExample("switched-off", "aws_lambda_event_source_mapping", #"{"enabled":true}"#, #"{"enabled":false}"#),
        RiskExample("switched-off", "google_cloud_scheduler_job", #"{"paused":false}"#, #"{"paused":true}"#),
    ]
}
