/// Changes that rules have to find, and others that they have to leave alone.
enum RiskExamples {
    static let dangerous = losses + switches + doors + policies + limits + wider + weakened + lost + smaller + further

    private static let losses = [
        RiskExample("aws-database-destroyed", "aws_db_instance", #"{"identifier":"orders"}"#, nil, grade: "critical"),
        RiskExample("aws-database-destroyed", "aws_dynamodb_table", #"{"name":"carts"}"#, nil),
        RiskExample("aws-cache-destroyed", "aws_elasticache_replication_group", "{}", nil),
        RiskExample("aws-storage-destroyed", "aws_s3_bucket", #"{"bucket":"assets"}"#, nil),
        RiskExample("aws-storage-destroyed", "aws_fsx_lustre_file_system", "{}", nil),
        RiskExample("aws-key-destroyed", "aws_kms_key", "{}", nil),
        RiskExample("aws-stream-destroyed", "aws_sqs_queue", "{}", nil, grade: "high"),
        RiskExample("aws-protection-removed", "aws_s3_bucket_public_access_block", "{}", nil),
        RiskExample("google-database-destroyed", "google_sql_database_instance", "{}", nil),
        RiskExample("google-storage-destroyed", "google_compute_disk", "{}", nil),
        RiskExample("google-key-destroyed", "google_kms_crypto_key", "{}", nil),
        RiskExample("google-stream-destroyed", "google_pubsub_topic", "{}", nil),
        RiskExample("azure-database-destroyed", "azurerm_postgresql_flexible_server", "{}", nil),
        RiskExample("azure-database-destroyed", "azurerm_cosmosdb_sql_container", "{}", nil),
        RiskExample("azure-storage-destroyed", "azurerm_storage_account", "{}", nil),
        RiskExample("azure-key-destroyed", "azurerm_key_vault", "{}", nil),
        RiskExample("azure-stream-destroyed", "azurerm_eventhub", "{}", nil),
        RiskExample("azure-protection-removed", "azurerm_management_lock", "{}", nil),
        RiskExample("kubernetes-storage-destroyed", "kubernetes_persistent_volume_claim_v1", "{}", nil),
        RiskExample("kubernetes-secret-destroyed", "kubernetes_secret", "{}", nil),
        RiskExample("kubernetes-cluster-destroyed", "aws_eks_cluster", "{}", nil),
        RiskExample("kubernetes-cluster-destroyed", "scaleway_k8s_cluster", "{}", nil),
        RiskExample("helm-release-deleted", "helm_release", "{}", nil),
        RiskExample("kubernetes-protection-removed", "kubernetes_network_policy_v1", "{}", nil),
        RiskExample("data-destroyed", "digitalocean_database_cluster", "{}", nil, grade: "critical"),
        RiskExample("data-destroyed", "openstack_blockstorage_volume_v3", "{}", nil),
        RiskExample("data-destroyed", "cloudflare_r2_bucket", "{}", nil),
        RiskExample("data-destroyed", "mongodbatlas_cluster", "{}", nil),
        RiskExample("data-destroyed", "oci_kms_key", "{}", nil),
        RiskExample("data-destroyed", "rabbitmq_queue", "{}", nil, grade: "high"),
    ]

    private static let switches = [
        RiskExample(
            "aws-public-access-block-off", "aws_s3_bucket_public_access_block", #"{"block_public_acls":true}"#,
            #"{"block_public_acls":false}"#, grade: "high"),
        RiskExample(
            "aws-open-metadata", "aws_instance", #"{"metadata_options":[{"http_tokens":"required"}]}"#,
            #"{"metadata_options":[{"http_tokens":"optional"}]}"#),
        RiskExample("aws-open-principal", "aws_lambda_permission", nil, #"{"principal":"*"}"#),
        RiskExample(
            "aws-administrator", "aws_iam_role_policy_attachment", nil,
            #"{"policy_arn":"arn:aws:iam::aws:policy/AdministratorAccess"}"#),
        RiskExample("aws-open-function", "aws_lambda_function_url", nil, #"{"authorization_type":"NONE"}"#),
        RiskExample(
            "aws-old-tls", "aws_cloudfront_distribution",
            #"{"viewer_certificate":[{"minimum_protocol_version":"TLSv1.2_2021"}]}"#,
            #"{"viewer_certificate":[{"minimum_protocol_version":"TLSv1"}]}"#),
        RiskExample("aws-trail-off", "aws_cloudtrail", #"{"enable_logging":true}"#, #"{"enable_logging":false}"#),
        RiskExample(
            "google-open-member", "google_storage_bucket_iam_member", nil,
            #"{"member":"allUsers","role":"roles/storage.objectViewer"}"#, grade: "critical"),
        RiskExample(
            "google-open-member", "google_project_iam_binding", #"{"members":["user:a@b.c"]}"#,
            #"{"members":["user:a@b.c","allAuthenticatedUsers"]}"#),
        RiskExample("google-basic-role", "google_project_iam_member", nil, #"{"role":"roles/owner"}"#),
        RiskExample(
            "google-protection-off", "google_storage_bucket", #"{"uniform_bucket_level_access":true}"#,
            #"{"uniform_bucket_level_access":false}"#),
        RiskExample(
            "google-public-access", "google_storage_bucket", #"{"public_access_prevention":"enforced"}"#,
            #"{"public_access_prevention":"inherited"}"#),
        RiskExample(
            "google-open-database", "google_sql_database_instance",
            #"{"settings":[{"ip_configuration":[{"ipv4_enabled":false}]}]}"#,
            #"{"settings":[{"ip_configuration":[{"ipv4_enabled":true}]}]}"#),
        RiskExample(
            "google-unencrypted-connections", "google_sql_database_instance", #"{"ssl_mode":"ENCRYPTED_ONLY"}"#,
            #"{"ssl_mode":"ALLOW_UNENCRYPTED_AND_ENCRYPTED"}"#),
        RiskExample(
            "google-single-zone", "google_sql_database_instance", #"{"availability_type":"REGIONAL"}"#,
            #"{"availability_type":"ZONAL"}"#),
        RiskExample(
            "google-open-ingress", "google_cloud_run_v2_service", #"{"ingress":"INGRESS_TRAFFIC_INTERNAL_ONLY"}"#,
            #"{"ingress":"INGRESS_TRAFFIC_ALL"}"#),
        RiskExample(
            "azure-open-storage", "azurerm_storage_account", #"{"allow_nested_items_to_be_public":false}"#,
            #"{"allow_nested_items_to_be_public":true}"#),
        RiskExample("azure-open-container", "azurerm_storage_container", nil, #"{"container_access_type":"blob"}"#),
        RiskExample(
            "azure-open-network", "azurerm_storage_account", #"{"network_rules":[{"default_action":"Deny"}]}"#,
            #"{"network_rules":[{"default_action":"Allow"}]}"#),
        RiskExample("azure-owner", "azurerm_role_assignment", nil, #"{"role_definition_name":"Owner"}"#),
        RiskExample(
            "azure-protection-off", "azurerm_key_vault", #"{"purge_protection_enabled":true}"#,
            #"{"purge_protection_enabled":false}"#),
        RiskExample(
            "azure-old-tls", "azurerm_storage_account", #"{"min_tls_version":"TLS1_2"}"#,
            #"{"min_tls_version":"TLS1_0"}"#),
        RiskExample(
            "azure-plain-redis", "azurerm_redis_cache", #"{"non_ssl_port_enabled":false}"#,
            #"{"non_ssl_port_enabled":true}"#),
        RiskExample(
            "kubernetes-privileged", "kubernetes_daemon_set_v1",
            #"{"spec":[{"template":[{"spec":[{"container":[{"security_context":[{"privileged":false}]}]}]}]}]}"#,
            #"{"spec":[{"template":[{"spec":[{"container":[{"security_context":[{"privileged":true}]}]}]}]}]}"#),
        RiskExample("kubernetes-root", "kubernetes_pod", #"{"run_as_non_root":true}"#, #"{"run_as_non_root":false}"#),
        RiskExample(
            "kubernetes-public-service", "kubernetes_service_v1", #"{"spec":[{"type":"ClusterIP"}]}"#,
            #"{"spec":[{"type":"LoadBalancer"}]}"#),
        RiskExample(
            "kubernetes-cluster-admin", "kubernetes_cluster_role_binding_v1", nil,
            #"{"role_ref":[{"kind":"ClusterRole","name":"cluster-admin"}]}"#),
        RiskExample(
            "kubernetes-wildcard-role", "kubernetes_cluster_role_v1", #"{"rule":[{"verbs":["get"]}]}"#,
            #"{"rule":[{"verbs":["*"]}]}"#),
        RiskExample(
            "kubernetes-no-probe", "kubernetes_deployment_v1",
            #"{"spec":[{"container":[{"image":"a","readiness_probe":[{"period_seconds":5}]}]}]}"#,
            #"{"spec":[{"container":[{"image":"a","readiness_probe":[]}]}]}"#),
        RiskExample("public-acl", "cloud_bucket", #"{"acl":null}"#, #"{"acl":"public-read"}"#, grade: "critical"),
        RiskExample(
            "public-address", "aws_db_instance", #"{"publicly_accessible":false}"#, #"{"publicly_accessible":true}"#),
        RiskExample("public-address", "cloud_database", nil, #"{"publicly_accessible":true}"#),
        RiskExample(
            "public-access-opened", "azurerm_key_vault", #"{"public_network_access_enabled":false}"#,
            #"{"public_network_access_enabled":true}"#),
        RiskExample("public-machine", "aws_instance", nil, #"{"associate_public_ip_address":true}"#),
        RiskExample(
            "deletion-protection-off", "google_sql_database_instance", #"{"deletion_protection":true}"#,
            #"{"deletion_protection":false}"#),
        RiskExample("deletion-protection-off", "cloud_database", #"{"deletion_protection":true}"#, #"{"name":"x"}"#),
        RiskExample("encryption-off", "aws_ebs_volume", #"{"encrypted":true}"#, #"{"encrypted":false}"#, grade: "high"),
        RiskExample("encryption-off", "aws_ebs_volume", nil, #"{"encrypted":false}"#, grade: "medium"),
        RiskExample("encryption-key-removed", "aws_sns_topic", #"{"kms_master_key_id":"k"}"#, #"{"name":"t"}"#),
        RiskExample(
            "key-rotation-off", "aws_kms_key", #"{"enable_key_rotation":true}"#, #"{"enable_key_rotation":false}"#),
        RiskExample(
            "backup-off", "aws_dynamodb_table", #"{"point_in_time_recovery":[{"enabled":true}]}"#,
            #"{"point_in_time_recovery":[{"enabled":false}]}"#),
        RiskExample(
            "versioning-suspended", "aws_s3_bucket_versioning", #"{"versioning_configuration":[{"status":"Enabled"}]}"#,
            #"{"versioning_configuration":[{"status":"Suspended"}]}"#),
        RiskExample(
            "no-final-snapshot", "aws_db_instance", #"{"skip_final_snapshot":false}"#, #"{"skip_final_snapshot":true}"#),
        RiskExample("single-zone", "aws_db_instance", #"{"multi_az":true}"#, #"{"multi_az":false}"#),
        RiskExample("logging-off", "aws_eks_cluster", #"{"enable_audit_logs":true}"#, #"{"enable_audit_logs":false}"#),
        RiskExample("tls-off", "cloud_database", #"{"require_ssl":true}"#, #"{"require_ssl":false}"#),
        RiskExample("verification-off", "cloud_proxy", #"{"insecure":false}"#, #"{"insecure":true}"#),
    ]

    private static let doors = [
        RiskExample(
            "open-to-all", "aws_security_group",
            #"{"ingress":[{"cidr_blocks":["10.0.0.0/8"],"from_port":443,"protocol":"tcp","to_port":443}]}"#,
            #"{"ingress":[{"cidr_blocks":["0.0.0.0/0"],"from_port":443,"protocol":"tcp","to_port":443}]}"#,
            grade: "high"),
        RiskExample(
            "open-to-all", "aws_security_group_rule", nil,
            #"{"type":"ingress","cidr_blocks":["0.0.0.0/0"],"from_port":22,"to_port":22,"protocol":"tcp"}"#,
            grade: "critical"),
        RiskExample(
            "open-to-all", "aws_vpc_security_group_ingress_rule", nil,
            #"{"cidr_ipv6":"::/0","ip_protocol":"-1","from_port":null}"#, grade: "critical"),
        RiskExample(
            "open-to-all", "google_compute_firewall", nil,
            #"{"direction":"INGRESS","source_ranges":["0.0.0.0/0"],"allow":[{"protocol":"tcp","ports":["3306"]}]}"#,
            grade: "critical"),
        RiskExample(
            "open-to-all", "google_container_cluster",
            #"{"master_authorized_networks_config":[{"cidr_blocks":[{"cidr_block":"10.0.0.0/8"}]}]}"#,
            #"{"master_authorized_networks_config":[{"cidr_blocks":[{"cidr_block":"0.0.0.0/0"}]}]}"#),
        RiskExample(
            "open-to-all", "azurerm_network_security_rule", nil,
            #"{"access":"Allow","direction":"Inbound","source_address_prefix":"*","destination_port_range":"3389"}"#,
            grade: "critical"),
        RiskExample(
            "open-to-all", "azurerm_mssql_firewall_rule", nil,
            #"{"start_ip_address":"0.0.0.0","end_ip_address":"255.255.255.255"}"#),
        RiskExample(
            "open-to-all", "aws_eks_cluster", #"{"vpc_config":[{"public_access_cidrs":["198.51.100.0/24"]}]}"#,
            #"{"vpc_config":[{"public_access_cidrs":["0.0.0.0/0"]}]}"#),
        RiskExample(
            "open-to-all", "hcloud_firewall", #"{"rule":[]}"#,
            #"{"rule":[{"direction":"in","port":"22","protocol":"tcp","source_ips":["0.0.0.0/0","::/0"]}]}"#),
    ]

    private static let policies = [
        RiskExample(
            "policy-wildcard", "aws_iam_policy", nil,
            #"{"policy":"{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}"}"#,
            grade: "critical"),
        RiskExample(
            "policy-wildcard", "aws_iam_role_policy",
            #"{"policy":"{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}]}"}"#,
            #"{"policy":"{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:*\"],\"Resource\":[\"*\"]}]}"}"#,
            grade: "high"),
        RiskExample(
            "policy-inverse", "aws_iam_policy", nil,
            #"{"policy":"{\"Statement\":[{\"Effect\":\"Allow\",\"NotAction\":\"iam:*\",\"Resource\":\"*\"}]}"}"#),
        RiskExample(
            "policy-for-everybody", "aws_s3_bucket_policy", nil,
            #"{"policy":"{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":\"s3:PutObject\",\"Resource\":\"arn:aws:s3:::a/*\"}]}"}"#,
            grade: "critical"),
        RiskExample(
            "policy-wildcard", "azurerm_role_definition",
            #"{"permissions":[{"actions":["Microsoft.Web/sites/read"]}]}"#,
            #"{"permissions":[{"actions":["*"],"not_actions":[]}]}"#),
    ]

    private static let limits = [
        RiskExample(
            "backup-retention-nothing", "aws_db_instance", #"{"backup_retention_period":7}"#,
            #"{"backup_retention_period":0}"#),
        RiskExample(
            "backup-retention-less", "aws_cloudwatch_log_group", #"{"retention_in_days":90}"#,
            #"{"retention_in_days":7}"#),
        RiskExample(
            "capacity-type", "aws_db_instance", #"{"instance_class":"db.r6g.xlarge"}"#,
            #"{"instance_class":"db.r6g.large"}"#, grade: "high"),
        RiskExample(
            "capacity-type", "azurerm_linux_virtual_machine", #"{"size":"Standard_D4s_v3"}"#,
            #"{"size":"Standard_D2s_v3"}"#),
        RiskExample("capacity-type", "cloud_instance", #"{"size":"m5.large"}"#, #"{"size":"m5.2xlarge"}"#),
        RiskExample("engine-version", "aws_rds_cluster", #"{"engine_version":"15.4"}"#, #"{"engine_version":"16.1"}"#),
        RiskExample(
            "limit-lowered", "terraform_data", #"{"input":{"connection_limit":40}}"#,
            #"{"input":{"connection_limit":4}}"#, grade: "high"),
        RiskExample(
            "limit-lowered", "aws_db_parameter_group", #"{"parameter":[{"name":"max_connections","value":"400"}]}"#,
            #"{"parameter":[{"name":"max_connections","value":"100"}]}"#),
        RiskExample(
            "limit-lowered", "kubernetes_deployment",
            #"{"spec":[{"container":[{"resources":[{"limits":{"memory":"512Mi"}}]}]}]}"#,
            #"{"spec":[{"container":[{"resources":[{"limits":{"memory":"128Mi"}}]}]}]}"#),
        RiskExample("limit-lowered", "aws_autoscaling_group", #"{"desired_capacity":9}"#, #"{"desired_capacity":3}"#),
        RiskExample("limit-lowered", "aws_lambda_function", #"{"timeout":60}"#, #"{"timeout":3}"#),
        RiskExample("limit-raised", "aws_route53_record", #"{"ttl":60}"#, #"{"ttl":86400}"#, grade: "low"),
    ]
}
