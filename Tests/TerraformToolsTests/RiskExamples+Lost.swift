extension RiskExamples {
    /// Objects that keep data or that others hang on, and that go away.
    static let lost = [
        RiskExample("data-destroyed", "scaleway_rdb_instance", "{}", nil, grade: "critical"),
        RiskExample("data-destroyed", "exoscale_dbaas", "{}", nil, grade: "critical"),
        RiskExample("data-destroyed", "linode_database_postgresql", "{}", nil, grade: "critical"),
        RiskExample("data-destroyed", "vultr_block_storage", "{}", nil, grade: "critical"),
        RiskExample("data-destroyed", "openstack_objectstorage_container", "{}", nil, grade: "critical"),
        RiskExample("data-destroyed", "acme_object_store", "{}", nil, grade: "critical"),
        RiskExample("data-destroyed", "vault_mount", "{}", nil, grade: "critical"),
        RiskExample("data-destroyed", "consul_keys", "{}", nil, grade: "high"),
        RiskExample("data-destroyed", "ec_deployment", "{}", nil),
        RiskExample("aws-database-destroyed", "aws_dax_cluster", "{}", nil),
        RiskExample("aws-stream-destroyed", "aws_rds_cluster_snapshot", "{}", nil),
        RiskExample("google-stream-destroyed", "google_alloydb_backup", "{}", nil),
        RiskExample("google-stream-destroyed", "google_filestore_snapshot", "{}", nil),
        RiskExample("google-database-destroyed", "google_healthcare_dataset", "{}", nil),
        RiskExample("machine-destroyed", "aws_instance", #"{"ami":"a"}"#, nil, grade: "medium"),
        RiskExample("machine-destroyed", "hcloud_server", "{}", nil),
        RiskExample("workload-deleted", "kubernetes_deployment_v1", "{}", nil, grade: "medium"),
        RiskExample("network-deleted", "aws_route53_zone", "{}", nil),
        RiskExample("network-deleted", "google_compute_global_forwarding_rule", "{}", nil),
        RiskExample("alarm-deleted", "aws_cloudwatch_metric_alarm", "{}", nil),
    ]

    /// Limits and sizes that fall, in the words of several providers.
    static let smaller = [
        RiskExample("limit-lowered", "aws_autoscaling_group", #"{"min_size":9}"#, #"{"min_size":1}"#, grade: "high"),
        RiskExample(
            "limit-lowered", "aws_elasticache_replication_group", #"{"num_cache_clusters":3}"#,
            #"{"num_cache_clusters":1}"#),
        RiskExample(
            "limit-lowered", "aws_lambda_function", #"{"reserved_concurrent_executions":100}"#,
            #"{"reserved_concurrent_executions":0}"#),
        RiskExample(
            "limit-lowered", "google_compute_instance_group_manager", #"{"target_size":6}"#, #"{"target_size":1}"#),
        RiskExample(
            "limit-lowered", "aws_lb_target_group", #"{"deregistration_delay":300}"#, #"{"deregistration_delay":0}"#),
        RiskExample(
            "limit-lowered", "aws_lambda_function", #"{"reserved_concurrent_executions":-1}"#,
            #"{"reserved_concurrent_executions":10}"#, grade: "medium"),
        RiskExample("limit-lowered", "cloud_role", #"{"statement_timeout":0}"#, #"{"statement_timeout":30}"#),
        RiskExample(
            "limit-lowered", "kafka_topic", #"{"config":{"retention.ms":"604800000"}}"#,
            #"{"config":{"retention.ms":"3600000"}}"#),
        RiskExample(
            "limit-removed", "aws_db_parameter_group",
            #"{"parameter":[{"name":"max_connections","value":"400"},{"name":"work_mem","value":"4"}]}"#,
            #"{"parameter":[{"name":"work_mem","value":"4"}]}"#),
        RiskExample(
            "limit-lowered", "aws_db_parameter_group",
            #"{"parameter":[{"name":"max_connections","value":"500"},{"name":"work_mem","value":"64"}]}"#,
            #"{"parameter":[{"name":"work_mem","value":"32"},{"name":"max_connections","value":"50"}]}"#, grade: "high"),
        RiskExample(
            "capacity-fixed", "aws_dynamodb_table", #"{"billing_mode":"PAY_PER_REQUEST"}"#,
            #"{"billing_mode":"PROVISIONED"}"#),
        RiskExample(
            "capacity-type", "mongodbatlas_cluster", #"{"provider_instance_size_name":"M50"}"#,
            #"{"provider_instance_size_name":"M10"}"#, grade: "high"),
        RiskExample(
            "capacity-type", "google_compute_instance", #"{"machine_type":"e2-standard-8"}"#,
            #"{"machine_type":"e2-small"}"#, grade: "high"),
        RiskExample(
            "capacity-type", "azurerm_linux_virtual_machine", #"{"size":"Standard_D8s_v3"}"#,
            #"{"size":"Standard_B1s"}"#, grade: "high"),
        RiskExample(
            "capacity-type", "google_sql_database_instance", #"{"tier":"db-custom-8-30720"}"#,
            #"{"tier":"db-custom-2-7680"}"#, grade: "high"),
        RiskExample(
            "backup-retention-less", "aws_cloudwatch_log_group", #"{"retention_in_days":365}"#,
            #"{"retention_in_days":1}"#, grade: "high"),
        RiskExample(
            "replication-less", "azurerm_storage_account", #"{"account_replication_type":"GRS"}"#,
            #"{"account_replication_type":"LRS"}"#),
    ]
}
