extension RiskRule {
    /// What loosens a protection, whoever provides it.
    static let weakened: [RiskRule] = [
        RiskRule(
            "demand-dropped", .exposure, .high, ["*"],
            .weakens([
                "enforce", "enforced", "enforcement", "require", "required", "requires", "secure", "mfa", "auth",
                "authentication", "authorization", "encrypt", "encrypted", "encryption", "encrypts", "tls", "ssl",
                "https", "mtls", "rbac", "iam", "waf", "firewall", "signing", "verification", "approval", "2fa", "sso",
                "protection", "protected",
                "isolation", "restriction", "restrictions", "restrict", "restricted", "block", "blocked",
                "validation", "validate", "verify", "inspection", "scan", "scanning", "attestation", "immutability",
                "immutable", "malware", "antivirus", "threat", "defender", "ddos", "shield", "guardduty", "quarantine",
                "seccomp", "apparmor", "audit", "network_filter", "ip_filter", "address_filter", "access_control",
                "ownership",
            ]), "a protection is no longer demanded"),
        RiskRule(
            "restriction-removed", .exposure, .high, ["*"],
            .vanishes([
                "master_authorized_networks_config", "*authorized_ip_ranges", "*ip_restriction*", "network_acls",
                "network_rules", "network_rule_set", "ip_range_filter", "load_balancer_source_ranges",
                "*allowed_source_ranges", "*allowlist*", "*allow_list*", "*whitelist*", "*allowed_ips",
                "*allowed_cidrs", "security_policy", "web_acl_id", "web_acl_arn", "permissions_boundary",
                "retention_policy", "object_lock_configuration", "immutability_policy",
            ]), "what kept others out, or the data in, is no longer there"),
        RiskRule(
            "default-opened", .exposure, .high, ["*web_acl*", "*waf*", "*firewall*"], .vanishes(["block", "deny"]),
            "what no rule names is let in"),
        RiskRule(
            "encryption-removed", .exposure, .high, ["*"],
            .vanishes([
                "encryption_config", "encryption_configuration", "server_side_encryption_configuration",
                "database_encryption", "disk_encryption_key", "encryption_settings", "customer_managed_key",
            ]), "what it stores is not encrypted as before"),
        RiskRule(
            "logging-removed", .exposure, .medium, ["*"],
            .vanishes([
                "logging", "access_logs", "access_log", "enabled_cluster_log_types", "enabled_cloudwatch_logs_exports",
                "log_publishing_options", "logging_config", "logging_info", "log_config", "audit_log_config",
                "enabled_log", "oms_agent",
            ]), "what happens is no longer recorded"),
        RiskRule(
            "logging-service-none", .exposure, .medium, ["*"],
            .turnsInto(["logging_service", "monitoring_service", "log_level", "audit_level"], ["none", "off"]),
            "what happens is no longer recorded"),
        RiskRule(
            "rotation-removed", .exposure, .medium, ["*"],
            .vanishes(["rotation_period", "rotation_rules", "rotation_policy", "rotation"]),
            "it is no longer changed from time to time"),
        RiskRule(
            "no-longer-private", .exposure, .high, ["*"],
            .turnsOff(["internal", "private", "is_private", "private_access", "disable_password_authentication"]),
            "it faces more than those it was made for"),
        RiskRule(
            "visible-to-all", .exposure, .high, ["*"],
            .becomes(
                ["access_type", "shared_accounts", "role_entity", "uri"],
                [
                    "public", "ObjectRead", "ObjectReadWithoutList", "all", "*:allUsers", "*:allAuthenticatedUsers",
                    "http://acs.amazonaws.com/groups/global/*",
                ]), "everybody may read it"),
        RiskRule(
            "granted-to-all", .exposure, .high, ["*grant*"], .becomes(["role", "grantee"], ["public"]),
            "whoever has an account is given it"),
        RiskRule(
            "image-for-all", .exposure, .high, ["aws_*_launch_permission", "aws_ami*"], .becomes(["group"], ["all"]),
            "everybody may start it and read what is in it"),
        RiskRule(
            "protection-removed", .exposure, .high,
            [
                "*_branch_protection*", "hcloud_firewall", "digitalocean_firewall", "linode_firewall",
                "vultr_firewall_group", "azurerm_firewall", "aws_networkfirewall_firewall",
            ], .deleted, "a protection goes away with it"),
        RiskRule(
            "policy-for-every-path", .exposure, .critical, ["vault_policy", "*_policy"],
            .says(["policy"], ["path \"*\"", "path \"/*\"", "path \"+/*\""]), "every path is allowed"),
        RiskRule(
            "legacy-access", .exposure, .high, ["*"],
            .turnsOn(["enable_legacy_abac", "legacy_abac_enabled", "allow_legacy_authentication", "admin_enabled"]),
            "it answers to a way in that has too few limits"),
        RiskRule(
            "public-address-added", .exposure, .medium, ["*instance*", "*machine*", "*server*"],
            .appears(["access_config", "public_ip", "public_ip_address_id", "floating_ip"]),
            "it gets a public address"),
        RiskRule(
            "old-tls", .exposure, .medium, ["*"],
            .becomes(
                ["min_tls_version", "minimum_tls_version", "tls_version", "min_protocol_version", "ssl_min_version"],
                ["TLS_1_0", "TLS_1_1", "TLS1_0", "TLS1_1", "TLSv1", "TLSv1.1", "1.0", "1.1", "TLS10", "TLS11"]),
            "connections are protected by a protocol that is broken"),
        RiskRule(
            "key-disabled", .dataLoss, .high, ["*kms*key*", "*key_vault_key*", "*crypto_key*"],
            .turnsOff(["is_enabled", "enabled", "key_enabled"]),
            "whatever is encrypted by the key cannot be read while it is off"),
        RiskRule(
            "replication-less", .capacity, .high, ["*"],
            .turnsInto(
                ["account_replication_type", "replication_type", "storage_redundancy", "geo_redundancy"],
                ["LRS", "ZRS", "Local", "none"]), "it no longer survives the loss of a place"),
        RiskRule(
            "single-part", .capacity, .high, ["*"], .vanishes(["high_availability", "replica_configuration"]),
            "it no longer survives the loss of one part"),
        RiskRule(
            "capacity-fixed", .capacity, .medium, ["*"], .turnsInto(["billing_mode"], ["PROVISIONED"]),
            "it no longer grows with what is asked of it"),
    ]
}
