extension RiskRule {
    /// What is known of Amazon Web Services.
    static let aws: [RiskRule] = [
        RiskRule(
            "aws-database-destroyed", .dataLoss, .critical,
            [
                "aws_db_instance", "aws_rds_cluster", "aws_rds_cluster_instance", "aws_rds_global_cluster",
                "aws_dynamodb_table", "aws_dynamodb_global_table", "aws_docdb_cluster", "aws_docdb_cluster_instance",
                "aws_neptune_cluster", "aws_redshift_cluster", "aws_redshiftserverless_namespace",
                "aws_keyspaces_table", "aws_keyspaces_keyspace", "aws_timestreamwrite_*", "aws_memorydb_cluster",
                "aws_opensearch_domain", "aws_elasticsearch_domain", "aws_opensearchserverless_collection",
                "aws_lightsail_database", "aws_qldb_ledger", "aws_glue_catalog_database", "aws_dsql_cluster",
                "aws_dax_cluster", "aws_neptune_cluster_instance", "aws_timestreaminfluxdb_db_instance",
            ], .destroyed, "what the database holds is lost, unless there is a backup elsewhere"),
        RiskRule(
            "aws-cache-destroyed", .dataLoss, .high,
            ["aws_elasticache_cluster", "aws_elasticache_replication_group", "aws_elasticache_serverless_cache"],
            .destroyed, "what the cache holds is lost, and whoever asks it falls back on what is behind it"),
        RiskRule(
            "aws-storage-destroyed", .dataLoss, .critical,
            [
                "aws_s3_bucket", "aws_s3_directory_bucket", "aws_efs_file_system", "aws_fsx_*", "aws_ebs_volume",
                "aws_backup_vault", "aws_glacier_vault", "aws_ecr_repository", "aws_ecrpublic_repository",
                "aws_codecommit_repository", "aws_s3tables_table", "aws_s3tables_table_bucket",
            ], .destroyed, "what it stores is lost"),
        RiskRule(
            "aws-key-destroyed", .dataLoss, .critical,
            ["aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key", "aws_cloudhsm_v2_cluster"], .destroyed,
            "whatever is encrypted by the key cannot be read any more"),
        RiskRule(
            "aws-stream-destroyed", .dataLoss, .high,
            [
                "aws_sqs_queue", "aws_kinesis_stream", "aws_kinesis_firehose_delivery_stream", "aws_msk_cluster",
                "aws_msk_serverless_cluster", "aws_mq_broker", "aws_cloudwatch_log_group", "aws_secretsmanager_secret",
                "aws_ssm_parameter", "aws_cognito_user_pool", "aws_sns_topic", "aws_ebs_snapshot", "aws_db_snapshot",
                "aws_db_cluster_snapshot", "aws_rds_cluster_snapshot", "aws_redshift_cluster_snapshot",
                "aws_elasticache_snapshot", "aws_ebs_snapshot_copy", "aws_ami",
            ], .destroyed, "what it holds is lost with it"),
        RiskRule(
            "aws-protection-removed", .exposure, .high,
            [
                "aws_s3_bucket_public_access_block", "aws_s3_account_public_access_block",
                "aws_s3_bucket_server_side_encryption_configuration", "aws_s3_bucket_versioning",
                "aws_s3_bucket_object_lock_configuration", "aws_wafv2_web_acl_association", "aws_wafv2_web_acl",
                "aws_shield_protection", "aws_guardduty_detector", "aws_securityhub_account", "aws_cloudtrail",
                "aws_config_configuration_recorder", "aws_backup_plan", "aws_backup_selection",
                "aws_ebs_encryption_by_default", "aws_iam_account_password_policy",
                "aws_organizations_policy_attachment",
                "aws_flow_log",
            ], .deleted, "a protection goes away with it"),
        RiskRule(
            "aws-public-access-block-off", .exposure, .high,
            ["aws_s3_bucket_public_access_block", "aws_s3_account_public_access_block", "aws_s3_access_point"],
            .isOff(["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"]),
            "the bucket may be opened to everybody"),
        RiskRule(
            "aws-open-metadata", .exposure, .medium, ["aws_*"], .becomes(["http_tokens"], ["optional"]),
            "the metadata service answers without a token, so that a forged request gets the machine's credentials"),
        RiskRule(
            "aws-open-principal", .exposure, .high,
            ["aws_lambda_permission", "aws_*_policy", "aws_cloudwatch_event_permission"],
            .becomes(["principal", "principal_identifier"], ["*"]), "everybody may use it"),
        RiskRule(
            "aws-administrator", .exposure, .critical,
            ["aws_iam_*attachment*", "aws_iam_role", "aws_ssoadmin_*", "aws_eks_access_policy_association"],
            .becomes(
                ["policy_arn", "managed_policy_arns", "managed_policy_arn"],
                [
                    "arn:aws*:iam::aws:policy/AdministratorAccess", "arn:aws*:iam::aws:policy/PowerUserAccess",
                    "arn:aws*:iam::aws:policy/IAMFullAccess",
                    "arn:aws*:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
                ]), "it may do everything, or give itself the right to"),
        RiskRule(
            "aws-open-function", .exposure, .high, ["aws_lambda_function_url", "aws_api_gateway_method"],
            .becomes(["authorization_type", "authorization"], ["NONE"]), "everybody may call it"),
        RiskRule(
            "aws-old-tls", .exposure, .medium, ["aws_*"],
            .becomes(
                ["minimum_protocol_version", "ssl_policy", "tls_security_policy", "security_policy"],
                [
                    "SSLv3", "TLSv1", "TLSv1_2016", "TLSv1.1_2016", "ELBSecurityPolicy-2016-08",
                    "ELBSecurityPolicy-TLS-1-0-2015-04", "Policy-Min-TLS-1-0-2019-07", "TLS_1_0",
                ]), "connections are protected by a protocol that is broken"),
        RiskRule(
            "aws-trail-off", .exposure, .high, ["aws_cloudtrail", "aws_guardduty_detector"],
            .turnsOff(["enable_logging", "is_multi_region_trail", "enable_log_file_validation", "enable"]),
            "who did what is no longer recorded in full"),
    ]
}
