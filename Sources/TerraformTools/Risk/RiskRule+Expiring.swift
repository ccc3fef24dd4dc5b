extension RiskRule {
    /// What deletes data by itself after a time.
    static let expiring: [RiskRule] = [
        RiskRule(
            "expiry-added", .dataLoss, .high,
            [
                "*bucket*", "*lifecycle*", "*management_policy*", "*dataset*", "*table*", "*container*", "*collection*",
                "*database*", "*keyspace*", "*index*", "*topic*", "*stream*", "*queue*", "*repository*", "*storage*",
                "*volume*", "*snapshot*", "*backup*", "*workspace*", "*kv*",
            ], unless: ["*token*", "*certificate*", "*_key", "*_dns_*"], born: .medium,
            .expires([
                "expiration.days", "expire.days", "expiry_days", "expiration_days", "expire_after_days",
                "expire_after_seconds", "expiration_seconds", "days_to_expiration", "days_after_creation",
                "default_table_expiration_ms", "default_partition_expiration_ms", "expiration_ms",
                "default_time_to_live", "default_ttl", "default_ttl_seconds", "analytical_storage_ttl", "time_to_live",
                "delete_after_days_since_modification_greater_than", "delete_after_days_since_creation_greater_than",
                "delete_after_days_since_last_access_time_greater_than", "delete_after_days", "days_to_live",
                "delete_after", "auto_delete_after", "max_age_days", "max_age",
            ]), "what it holds is deleted by itself after that time"),
        RiskRule(
            "expiry-switched-on", .dataLoss, .high, ["*table*", "*collection*", "*container*", "*bucket*", "*topic*"],
            .turnsOn(["ttl", "ttl_enabled", "expiration_enabled", "auto_delete", "delete_on_idle"]),
            "what it holds is deleted by itself after a time"),
        RiskRule(
            "deletes-by-rule", .dataLoss, .high, ["*bucket*", "*lifecycle*", "*repository*", "*topic*", "*storage*"],
            .gains(["action.type", "action", "cleanup_policy", "rule_action"], ["delete", "expire", "expiration"]),
            "what it holds is deleted by itself by a rule"),
    ]
}
