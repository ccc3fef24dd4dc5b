extension RiskRule {
    /// What is known of Google Cloud.
    static let google: [RiskRule] = [
        RiskRule(
            "google-database-destroyed", .dataLoss, .critical,
            [
                "google_sql_database_instance", "google_sql_database", "google_spanner_instance",
                "google_spanner_database", "google_bigtable_instance", "google_bigtable_table",
                "google_bigquery_dataset", "google_bigquery_table", "google_firestore_database",
                "google_alloydb_cluster", "google_alloydb_instance", "google_datastore_*",
                "google_healthcare_dataset", "google_healthcare_*_store",
            ], .destroyed, "what the database holds is lost, unless there is a backup elsewhere"),
        RiskRule(
            "google-storage-destroyed", .dataLoss, .critical,
            [
                "google_storage_bucket", "google_compute_disk", "google_compute_region_disk",
                "google_filestore_instance", "google_artifact_registry_repository", "google_container_registry",
                "google_sourcerepo_repository", "google_netapp_volume", "google_backup_dr_backup_vault",
            ], .destroyed, "what it stores is lost"),
        RiskRule(
            "google-key-destroyed", .dataLoss, .critical,
            ["google_kms_crypto_key", "google_kms_crypto_key_version", "google_kms_key_ring"], .destroyed,
            "whatever is encrypted by the key cannot be read any more"),
        RiskRule(
            "google-stream-destroyed", .dataLoss, .high,
            [
                "google_pubsub_topic", "google_pubsub_subscription", "google_redis_instance", "google_redis_cluster",
                "google_memcache_instance", "google_secret_manager_secret", "google_secret_manager_secret_version",
                "google_logging_project_bucket_config", "google_compute_snapshot", "google_compute_image",
                "google_alloydb_backup", "google_filestore_snapshot", "google_filestore_backup",
                "google_spanner_backup",
                "google_project", "google_managed_kafka_cluster",
            ], .destroyed, "what it holds is lost with it"),
        RiskRule(
            "google-open-member", .exposure, .critical, ["google_*"],
            .becomes(["member", "members", "entity", "special_group"], ["allUsers", "allAuthenticatedUsers"]),
            "everybody is given access"),
        RiskRule(
            "google-basic-role", .exposure, .high, ["google_*_iam_*"],
            .becomes(
                ["role"],
                [
                    "roles/owner", "roles/editor", "roles/iam.securityAdmin", "roles/resourcemanager.organizationAdmin",
                    "roles/resourcemanager.projectIamAdmin", "roles/iam.serviceAccountTokenCreator",
                    "roles/iam.serviceAccountAdmin", "roles/iam.serviceAccountKeyAdmin",
                ]), "the role may do nearly everything, or give itself the right to"),
        RiskRule(
            "google-protection-off", .exposure, .high, ["google_*"],
            .turnsOff([
                "uniform_bucket_level_access", "enable_private_nodes", "enable_private_endpoint", "require_ssl",
                "enable_secure_boot", "enable_integrity_monitoring", "enable_shielded_nodes", "enable_vtpm",
                "bucket_policy_only", "private_ip_google_access", "enable_confidential_compute", "dnssec_config",
                "network_policy",
            ]), "a protection is turned off"),
        RiskRule(
            "google-public-access", .exposure, .high, ["google_storage_bucket"],
            .becomes(["public_access_prevention"], ["inherited", "unspecified"]),
            "the bucket may be opened to everybody"),
        RiskRule(
            "google-open-database", .exposure, .high, ["google_sql_database_instance"], .turnsOn(["ipv4_enabled"]),
            "the database gets a public address"),
        RiskRule(
            "google-unencrypted-connections", .exposure, .high, ["google_sql_database_instance"],
            .becomes(["ssl_mode"], ["ALLOW_UNENCRYPTED_AND_ENCRYPTED"]), "connections need no encryption any more"),
        RiskRule(
            "google-single-zone", .capacity, .high, ["google_sql_database_instance"],
            .becomes(["availability_type"], ["ZONAL"]), "the database no longer survives the loss of a zone"),
        RiskRule(
            "google-open-ingress", .exposure, .medium, ["google_cloud_run_*", "google_cloudfunctions*"],
            .becomes(["ingress", "ingress_settings"], ["all", "ALLOW_ALL", "INGRESS_TRAFFIC_ALL"]),
            "it answers to the whole internet"),
    ]
}
