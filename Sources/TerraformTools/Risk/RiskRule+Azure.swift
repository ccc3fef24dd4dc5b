extension RiskRule {
    /// What is known of Azure.
    static let azure: [RiskRule] = [
        RiskRule(
            "azure-database-destroyed", .dataLoss, .critical,
            [
                "azurerm_mssql_database", "azurerm_mssql_server", "azurerm_mssql_managed_instance",
                "azurerm_mssql_managed_database", "azurerm_sql_database", "azurerm_sql_server",
                "azurerm_sql_managed_instance", "azurerm_postgresql_server", "azurerm_postgresql_database",
                "azurerm_postgresql_flexible_server", "azurerm_postgresql_flexible_server_database",
                "azurerm_mysql_server", "azurerm_mysql_database", "azurerm_mysql_flexible_server",
                "azurerm_mysql_flexible_database", "azurerm_mariadb_server", "azurerm_mariadb_database",
                "azurerm_cosmosdb_account", "azurerm_cosmosdb_*_database", "azurerm_cosmosdb_*_container",
                "azurerm_cosmosdb_*_collection", "azurerm_cosmosdb_table", "azurerm_cosmosdb_postgresql_cluster",
                "azurerm_synapse_workspace", "azurerm_synapse_sql_pool", "azurerm_kusto_cluster",
                "azurerm_kusto_database", "azurerm_search_service",
            ], .destroyed, "what the database holds is lost, unless there is a backup elsewhere"),
        RiskRule(
            "azure-storage-destroyed", .dataLoss, .critical,
            [
                "azurerm_storage_account", "azurerm_storage_container", "azurerm_storage_share",
                "azurerm_storage_table",
                "azurerm_storage_data_lake_gen2_filesystem", "azurerm_managed_disk", "azurerm_netapp_volume",
                "azurerm_netapp_pool", "azurerm_container_registry", "azurerm_recovery_services_vault",
                "azurerm_data_protection_backup_vault", "azurerm_data_lake_store",
            ], .destroyed, "what it stores is lost"),
        RiskRule(
            "azure-key-destroyed", .dataLoss, .critical,
            ["azurerm_key_vault", "azurerm_key_vault_key", "azurerm_key_vault_managed_hardware_security_module"],
            .destroyed, "whatever is encrypted by its keys cannot be read any more"),
        RiskRule(
            "azure-stream-destroyed", .dataLoss, .high,
            [
                "azurerm_storage_queue", "azurerm_storage_blob", "azurerm_servicebus_namespace",
                "azurerm_servicebus_queue", "azurerm_servicebus_topic", "azurerm_eventhub",
                "azurerm_eventhub_namespace",
                "azurerm_redis_cache", "azurerm_redis_enterprise_cluster", "azurerm_managed_redis",
                "azurerm_log_analytics_workspace", "azurerm_key_vault_secret", "azurerm_key_vault_certificate",
                "azurerm_snapshot", "azurerm_image", "azurerm_resource_group", "azurerm_subscription",
            ], .destroyed, "what it holds is lost with it"),
        RiskRule(
            "azure-protection-removed", .exposure, .high,
            [
                "azurerm_management_lock", "azurerm_network_security_group",
                "azurerm_subnet_network_security_group_association",
                "azurerm_network_interface_security_group_association", "azurerm_web_application_firewall_policy",
                "azurerm_security_center_subscription_pricing", "azurerm_backup_policy_*", "azurerm_backup_protected_*",
                "azurerm_monitor_diagnostic_setting", "azurerm_storage_account_network_rules",
                "azurerm_*_policy_assignment", "azurerm_network_ddos_protection_plan",
            ], .deleted, "a protection goes away with it"),
        RiskRule(
            "azure-open-storage", .exposure, .high, ["azurerm_storage_*"],
            .turnsOn(["allow_blob_public_access", "allow_nested_items_to_be_public", "shared_access_key_enabled"]),
            "what is stored may be read by others"),
        RiskRule(
            "azure-open-container", .exposure, .critical, ["azurerm_storage_container"],
            .becomes(["container_access_type"], ["blob", "container"]), "everybody may read what is in it"),
        RiskRule(
            "azure-open-network", .exposure, .high, ["azurerm_*"],
            .becomes(["default_action"], ["Allow"]), "whatever no rule refuses is let in"),
        RiskRule(
            "azure-owner", .exposure, .high, ["azurerm_role_assignment", "azurerm_pim_*"],
            .becomes(
                ["role_definition_name"],
                [
                    "Owner", "Contributor", "User Access Administrator", "Role Based Access Control Administrator",
                    "Key Vault Administrator",
                ]), "the role may do nearly everything, or give itself the right to"),
        RiskRule(
            "azure-owner-by-id", .exposure, .high, ["azurerm_role_assignment", "azurerm_pim_*"],
            .becomes(
                ["role_definition_id"],
                [
                    // Owner, Contributor, User Access Administrator.
                    "*8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "*b24988ac-6180-42a0-ab88-20f7382dd24c",
                    "*18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
                ]), "the role may do nearly everything, or give itself the right to"),
        RiskRule(
            "azure-protection-off", .exposure, .high, ["azurerm_*"],
            .turnsOff([
                "purge_protection_enabled", "soft_delete_enabled", "enable_https_traffic_only",
                "https_traffic_only_enabled", "https_only", "ssl_enforcement_enabled", "ssl_enforcement",
                "infrastructure_encryption_enabled", "threat_detection_policy", "role_based_access_control_enabled",
                "enable_rbac_authorization", "rbac_authorization_enabled", "local_account_disabled",
                "private_cluster_enabled", "azure_policy_enabled", "geo_redundant_backup_enabled",
                "client_certificate_enabled", "auth_settings", "waf_configuration",
                "transparent_data_encryption_enabled", "encryption_at_host_enabled", "secure_boot_enabled",
            ]), "a protection is turned off"),
        RiskRule(
            "azure-old-tls", .exposure, .medium, ["azurerm_*"],
            .becomes(
                [
                    "min_tls_version", "minimum_tls_version", "ssl_minimal_tls_version_enforced",
                    "minimal_tls_version", "tls_min_version",
                ], ["TLS1_0", "TLS1_1", "1.0", "1.1", "TLSEnforcementDisabled", "Disabled"]),
            "connections are protected by a protocol that is broken"),
        RiskRule(
            "azure-plain-redis", .exposure, .high, ["azurerm_redis_cache"],
            .isOn(["enable_non_ssl_port", "non_ssl_port_enabled"]), "the cache answers without encryption"),
    ]
}
