extension RiskRule {
    /// What holds for every provider, known or not.
    static let generic: [RiskRule] = [
        RiskRule(
            "public-acl", .exposure, .critical, ["*"],
            .becomes(
                ["acl", "canned_acl", "access", "predefined_acl", "default_acl", "access_level"],
                [
                    "public-read", "public-read-write", "authenticated-read", "publicRead", "publicReadWrite", "public",
                    "publicly-readable",
                ]), "everybody may read it"),
        RiskRule(
            // Some things are made for everybody, and those of a name server have to be.
            "public-visibility", .exposure, .critical, ["*"], unless: ["*dns*", "*_zone"], born: .medium,
            .becomes(["visibility", "visibility_level", "repository_visibility"], ["public"]), "everybody may read it"),
        RiskRule(
            "public-address", .exposure, .high, ["*"],
            .isOn([
                "publicly_accessible", "public_access", "allow_public_access", "is_public", "publicly_readable",
                "anonymous_access", "allow_anonymous", "anonymous_pull_enabled",
            ]), "it can be reached from everywhere"),
        RiskRule(
            "public-access-opened", .exposure, .high, ["*"],
            .turnsOn([
                "public_network_access_enabled", "endpoint_public_access", "public_access_enabled",
                "local_authentication_enabled", "public_network_access",
            ]), "it can be reached from everywhere"),
        RiskRule(
            "public-machine", .exposure, .medium, ["*"],
            .isOn(["associate_public_ip_address", "map_public_ip_on_launch", "assign_public_ip", "enable_public_ip"]),
            "it gets a public address"),
        RiskRule(
            "deletion-protection-off", .exposure, .high, ["*"],
            .turnsOff([
                "deletion_protection", "deletion_protection_enabled", "enable_deletion_protection",
                "termination_protection", "termination_protection_enabled", "disable_api_termination",
                "disable_api_stop", "delete_protection", "delete_protection_enabled", "prevent_deletion",
                "protect_from_scale_in",
            ]), "nothing keeps it from being deleted any more"),
        RiskRule(
            "encryption-off", .exposure, .high, ["*"],
            .isOff([
                "storage_encrypted", "encrypted", "encryption_enabled", "at_rest_encryption_enabled",
                "transit_encryption_enabled", "encrypt_at_rest", "kms_encryption_enabled", "enable_encryption",
                "disk_encryption_enabled", "node_to_node_encryption", "encryption_at_rest_enabled",
                "server_side_encryption",
                "sse_enabled", "volume_encrypted",
            ]), "what it stores or sends is not encrypted"),
        RiskRule(
            "encryption-key-removed", .exposure, .medium, ["*"],
            .vanishes(["kms_key_id", "kms_key_arn", "kms_master_key_id", "kms_key_name", "default_kms_key_name"]),
            "it is no longer encrypted by a key of its own"),
        RiskRule(
            "key-rotation-off", .exposure, .medium, ["*"],
            .turnsOff(["enable_key_rotation", "key_rotation_enabled", "rotation_enabled", "automatic_rotation"]),
            "the key is no longer changed from time to time"),
        RiskRule(
            "backup-off", .exposure, .high, ["*"],
            .turnsOff([
                "backup_enabled", "point_in_time_recovery", "point_in_time_recovery_enabled", "pitr_enabled",
                "binary_log_enabled", "enable_backup", "automatic_backup", "automated_backup", "snapshot_enabled",
                "versioning", "versioning_enabled", "mfa_delete", "backup_configuration", "backup_policy",
                "continuous_backups",
            ]), "what is lost cannot be brought back"),
        RiskRule(
            "versioning-suspended", .exposure, .high, ["*bucket*", "*versioning*"],
            .becomes(["status", "versioning_status"], ["Suspended"]), "what is overwritten cannot be brought back"),
        RiskRule(
            "backup-retention-nothing", .exposure, .high, ["*"],
            .falls(
                [
                    "backup_retention_period", "backup_retention_days", "snapshot_retention_limit",
                    "automated_snapshot_retention_period", "retained_backups", "backup_retention",
                ], toNothing: true), "no backups are kept any more"),
        RiskRule(
            "backup-retention-less", .capacity, .medium, ["*"],
            .falls(
                [
                    "backup_retention_period", "backup_retention_days", "snapshot_retention_limit",
                    "automated_snapshot_retention_period", "retained_backups", "backup_retention",
                    "soft_delete_retention_days", "deletion_window_in_days", "retention_in_days", "retention_days",
                    "log_retention_days", "message_retention_seconds", "retention_period", "message_retention_duration",
                ], toNothing: false), "it is kept for a shorter time"),
        RiskRule(
            "no-final-snapshot", .dataLoss, .medium, ["*"],
            .turnsOn([
                "skip_final_snapshot", "force_destroy", "force_delete", "delete_automated_backups",
                "delete_contents_on_destroy",
            ]),
            "a later deletion takes the data with it"),
        RiskRule(
            "single-zone", .capacity, .high, ["*"],
            .turnsOff([
                "multi_az", "multi_az_enabled", "automatic_failover_enabled", "zone_redundant",
                "zone_redundancy_enabled",
                "high_availability", "ha_enabled", "cross_zone_load_balancing", "enable_cross_zone_load_balancing",
            ]), "it no longer survives the loss of one part"),
        RiskRule(
            "logging-off", .exposure, .medium, ["*"],
            .turnsOff([
                "enable_logging", "logging_enabled", "audit_logging_enabled", "enable_audit_logs",
                "access_logs_enabled",
                "enable_flow_logs", "audit_log_enabled",
            ]), "what happens is no longer recorded"),
        RiskRule(
            "tls-off", .exposure, .high, ["*"],
            .turnsOff([
                "require_ssl", "ssl_enabled", "tls_enabled", "enable_tls", "enable_ssl", "require_tls", "force_ssl",
                "rds_force_ssl", "require_secure_transport",
                "https_only", "verify_ssl", "ssl_verify", "tls_verify",
            ]), "connections need no encryption any more"),
        RiskRule(
            "verification-off", .exposure, .high, ["*"],
            .isOn([
                "insecure_skip_verify", "skip_tls_verify", "insecure", "insecure_skip_tls_verify",
                "disable_ssl_verification",
            ]), "nobody looks any more whom it talks to"),
        RiskRule(
            "capacity-type", .capacity, .medium, ["*"], unless: contentTypes,
            .changes([
                "instance_class", "instance_type", "node_type", "machine_type", "vm_size", "sku_name", "sku", "tier",
                "size",
                "db_instance_class", "cache_node_type", "compute_type", "plan", "server_type", "flavor", "flavor_name",
                "flavor_id", "shape", "class", "instance_size", "provider_instance_size_name", "commitment_tier",
                "service_plan",
            ]), "it becomes another size, which mostly restarts it"),
        RiskRule(
            "engine-version", .capacity, .low, ["*"],
            .changes([
                "engine_version", "kubernetes_version", "min_master_version", "database_version", "cluster_version",
                "server_version", "orchestrator_version", "redis_version", "mysql_version", "postgresql_version",
            ]), "it is upgraded, which mostly restarts it and may not be undone"),
    ]
}
