extension RiskExamples {
    /// Changes by which a protection demands less, or is no longer there.
    static let weakened = demands + removals + openings + kubernetes

    private static let demands = [
        RiskExample("demand-dropped", "aws_lb_listener", #"{"protocol":"HTTPS"}"#, #"{"protocol":"HTTP"}"#),
        RiskExample(
            "demand-dropped", "aws_opensearch_domain", #"{"domain_endpoint_options":[{"enforce_https":true}]}"#,
            #"{"domain_endpoint_options":[{"enforce_https":false}]}"#),
        RiskExample(
            "demand-dropped", "aws_kinesis_stream", #"{"encryption_type":"KMS"}"#, #"{"encryption_type":"NONE"}"#),
        RiskExample(
            "demand-dropped", "aws_msk_cluster", #"{"encryption_in_transit":[{"client_broker":"TLS"}]}"#,
            #"{"encryption_in_transit":[{"client_broker":"PLAINTEXT"}]}"#),
        RiskExample(
            "demand-dropped", "aws_cloudfront_distribution", #"{"viewer_protocol_policy":"redirect-to-https"}"#,
            #"{"viewer_protocol_policy":"allow-all"}"#),
        RiskExample(
            "demand-dropped", "aws_cognito_user_pool", #"{"mfa_configuration":"ON"}"#, #"{"mfa_configuration":"OFF"}"#),
        RiskExample(
            "demand-dropped", "aws_db_instance", #"{"iam_database_authentication_enabled":true}"#,
            #"{"iam_database_authentication_enabled":false}"#),
        RiskExample(
            "demand-dropped", "google_container_cluster", #"{"database_encryption":[{"state":"ENCRYPTED"}]}"#,
            #"{"database_encryption":[{"state":"DECRYPTED"}]}"#),
        RiskExample("demand-dropped", "google_redis_instance", #"{"auth_enabled":true}"#, #"{"auth_enabled":false}"#),
        RiskExample(
            "demand-dropped", "google_redis_instance", #"{"transit_encryption_mode":"SERVER_AUTHENTICATION"}"#,
            #"{"transit_encryption_mode":"DISABLED"}"#),
        RiskExample(
            "tls-off", "aws_db_parameter_group", #"{"parameter":[{"name":"rds.force_ssl","value":"1"}]}"#,
            #"{"parameter":[{"name":"rds.force_ssl","value":"0"}]}"#),
        RiskExample(
            "tls-off", "azurerm_mysql_flexible_server_configuration",
            #"{"name":"require_secure_transport","value":"ON"}"#, #"{"name":"require_secure_transport","value":"OFF"}"#),
        RiskExample(
            "azure-protection-off", "azurerm_mssql_database", #"{"transparent_data_encryption_enabled":true}"#,
            #"{"transparent_data_encryption_enabled":false}"#),
        RiskExample(
            "azure-protection-off", "azurerm_application_gateway", #"{"waf_configuration":[{"enabled":true}]}"#,
            #"{"waf_configuration":[{"enabled":false}]}"#),
        RiskExample(
            "no-longer-private", "azurerm_linux_virtual_machine", #"{"disable_password_authentication":true}"#,
            #"{"disable_password_authentication":false}"#),
        RiskExample("no-longer-private", "aws_lb", #"{"internal":true}"#, #"{"internal":false}"#),
        RiskExample("no-longer-private", "github_repository", #"{"private":true}"#, #"{"private":false}"#),
        RiskExample(
            "backup-off", "google_sql_database_instance",
            #"{"settings":[{"backup_configuration":[{"enabled":true}]}]}"#,
            #"{"settings":[{"backup_configuration":[{"enabled":false}]}]}"#),
        RiskExample(
            "google-protection-off", "google_container_cluster", #"{"network_policy":[{"enabled":true}]}"#,
            #"{"network_policy":[{"enabled":false}]}"#),
        RiskExample(
            "logging-service-none", "google_container_cluster", #"{"logging_service":"logging.googleapis.com"}"#,
            #"{"logging_service":"none"}"#),
        RiskExample("key-disabled", "aws_kms_key", #"{"is_enabled":true}"#, #"{"is_enabled":false}"#),
        RiskExample(
            "old-tls", "google_compute_ssl_policy", #"{"min_tls_version":"TLS_1_2"}"#, #"{"min_tls_version":"TLS_1_0"}"#
        ),
    ]

    private static let removals = [
        RiskExample(
            "logging-removed", "aws_eks_cluster", #"{"enabled_cluster_log_types":["api","audit"]}"#,
            #"{"enabled_cluster_log_types":[]}"#),
        RiskExample(
            "logging-removed", "aws_s3_bucket", #"{"logging":[{"target_bucket":"logs"}]}"#, #"{"logging":[]}"#),
        RiskExample(
            "encryption-removed", "aws_eks_cluster", #"{"encryption_config":[{"resources":["secrets"]}]}"#,
            #"{"encryption_config":[]}"#),
        RiskExample(
            "encryption-removed", "aws_s3_bucket",
            #"{"server_side_encryption_configuration":[{"rule":[{"sse_algorithm":"aws:kms"}]}]}"#,
            #"{"server_side_encryption_configuration":[]}"#),
        RiskExample(
            "restriction-removed", "aws_cloudfront_distribution", #"{"web_acl_id":"arn:aws:wafv2:x"}"#,
            #"{"web_acl_id":""}"#),
        RiskExample(
            "restriction-removed", "aws_iam_role", #"{"permissions_boundary":"arn:aws:iam::1:policy/b"}"#,
            #"{"permissions_boundary":null}"#),
        RiskExample(
            "restriction-removed", "google_container_cluster",
            #"{"master_authorized_networks_config":[{"cidr_blocks":[{"cidr_block":"10.0.0.0/8"}]}]}"#,
            #"{"master_authorized_networks_config":[]}"#),
        RiskExample(
            "restriction-removed", "google_storage_bucket", #"{"retention_policy":[{"retention_period":86400}]}"#,
            #"{"retention_policy":[]}"#),
        RiskExample(
            "restriction-removed", "azurerm_kubernetes_cluster",
            #"{"api_server_authorized_ip_ranges":["10.0.0.0/8"]}"#, #"{"api_server_authorized_ip_ranges":[]}"#),
        RiskExample(
            "restriction-removed", "azurerm_cosmosdb_account", #"{"ip_range_filter":"10.0.0.0/8"}"#,
            #"{"ip_range_filter":""}"#),
        RiskExample(
            "restriction-removed", "kubernetes_service", #"{"spec":[{"load_balancer_source_ranges":["10.0.0.0/8"]}]}"#,
            #"{"spec":[{"load_balancer_source_ranges":[]}]}"#),
        RiskExample(
            "default-opened", "aws_wafv2_web_acl",
            #"{"default_action":[{"allow":[],"block":[{"custom_response":[]}]}]}"#,
            #"{"default_action":[{"allow":[{}],"block":[]}]}"#),
        RiskExample(
            "rotation-removed", "google_kms_crypto_key", #"{"rotation_period":"7776000s"}"#,
            #"{"rotation_period":null}"#),
        RiskExample(
            "single-part", "azurerm_mysql_flexible_server", #"{"high_availability":[{"mode":"ZoneRedundant"}]}"#,
            #"{"high_availability":[]}"#),
        RiskExample("protection-removed", "github_branch_protection", "{}", nil),
    ]

    private static let openings = [
        RiskExample(
            "visible-to-all", "aws_s3_bucket_acl", nil,
            #"{"grantee":[{"uri":"http://acs.amazonaws.com/groups/global/AllUsers"}]}"#),
        RiskExample(
            "visible-to-all", "google_storage_bucket_acl", nil, #"{"role_entity":["OWNER:a","READER:allUsers"]}"#),
        RiskExample("visible-to-all", "aws_db_cluster_snapshot", nil, #"{"shared_accounts":["all"]}"#),
        RiskExample(
            "visible-to-all", "oci_objectstorage_bucket", #"{"access_type":"NoPublicAccess"}"#,
            #"{"access_type":"ObjectRead"}"#),
        RiskExample(
            "public-visibility", "gitlab_project", #"{"visibility_level":"private"}"#, #"{"visibility_level":"public"}"#
        ),
        RiskExample("image-for-all", "aws_ami_launch_permission", nil, #"{"group":"all"}"#),
        RiskExample("granted-to-all", "postgresql_grant", nil, #"{"role":"public","privileges":["SELECT"]}"#),
        RiskExample(
            "policy-for-every-path", "vault_policy", nil, #"{"policy":"path \"*\" {\n capabilities = [\"read\"]\n}"}"#),
        RiskExample(
            "legacy-access", "google_container_cluster", #"{"enable_legacy_abac":false}"#,
            #"{"enable_legacy_abac":true}"#),
        RiskExample(
            "public-address-added", "google_compute_instance", #"{"network_interface":[{"access_config":[]}]}"#,
            #"{"network_interface":[{"access_config":[{"nat_ip":"198.51.100.7"}]}]}"#),
        RiskExample(
            "no-final-snapshot", "google_bigquery_dataset", #"{"delete_contents_on_destroy":false}"#,
            #"{"delete_contents_on_destroy":true}"#),
        RiskExample(
            "azure-owner-by-id", "azurerm_role_assignment", nil,
            #"{"role_definition_id":"/subscriptions/x/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635"}"#
        ),
        RiskExample(
            "aws-administrator", "aws_iam_role_policy_attachment", nil,
            #"{"policy_arn":"arn:aws-us-gov:iam::aws:policy/AdministratorAccess"}"#),
        RiskExample("open-to-all", "terraform_data", nil, #"{"input":{"allow_cidr":"0.0.0.0/0"}}"#),
    ]

    private static let kubernetes = [
        RiskExample(
            "kubernetes-root-user", "kubernetes_pod", nil,
            #"{"spec":[{"container":[{"security_context":[{"run_as_user":"0"}]}]}]}"#),
        RiskExample(
            "kubernetes-capability", "kubernetes_pod", nil,
            #"{"spec":[{"container":[{"security_context":[{"capabilities":[{"add":["SYS_ADMIN"]}]}]}]}]}"#),
        RiskExample(
            "kubernetes-host-path", "kubernetes_daemonset", nil,
            #"{"spec":[{"volume":[{"host_path":[{"path":"/"}]}]}]}"#),
        RiskExample(
            "job-suspended", "kubernetes_cron_job_v1", #"{"spec":[{"suspend":false}]}"#, #"{"spec":[{"suspend":true}]}"#
        ),
        RiskExample(
            "kubernetes-cluster-admin", "kubernetes_manifest", nil,
            #"{"manifest":{"kind":"ClusterRoleBinding","roleRef":{"kind":"ClusterRole","name":"cluster-admin"}}}"#),
        RiskExample(
            "kubernetes-storage-destroyed", "kubernetes_manifest", #"{"manifest":{"kind":"PersistentVolumeClaim"}}"#,
            nil),
        RiskExample(
            "kubernetes-privileged", "kubernetes_manifest", nil,
            #"{"manifest":{"kind":"Pod","spec":{"hostNetwork":true}}}"#),
        RiskExample(
            "kubernetes-storage-destroyed", "kubectl_manifest",
            #"{"yaml_body":"apiVersion: v1\nkind: PersistentVolumeClaim\n"}"#, nil),
    ]
}
