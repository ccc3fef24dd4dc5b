extension RiskRule {
    /// What lets others in, or what runs no longer, whoever provides it.
    static let opened: [RiskRule] = [
        RiskRule(
            "shared-with-all", .exposure, .high, ["*"],
            .becomes(
                [
                    "account_ids", "user_ids", "accounts", "allowed_principals", "principal_arns", "shared_account_ids",
                    "shared_with", "snapshot_user_groups", "user_groups", "allowed_accounts",
                ], ["all", "*"]), "every account there is may use it"),
        RiskRule(
            "granted-everywhere", .exposure, .high, ["*grant*", "*privilege*"],
            .becomes(["database", "databases", "on_database", "keyspace"], ["*"]),
            "what is granted holds for every database"),
        RiskRule(
            "tls-removed", .exposure, .high, ["*"],
            .vanishes([
                "tls", "tls_config", "tls_settings", "ssl_certificate", "ssl_certificates", "ssl_certificate_id",
                "ssl_certificate_name", "certificate_arn", "certificate_map", "viewer_certificate", "ssl_policy",
                "server_tls_policy", "client_tls_policy", "mutual_authentication", "mutual_tls_authentication",
            ]), "connections are no longer protected as before"),
        RiskRule(
            "switched-off", .capacity, .medium, ["*"], unless: ["*alarm*", "*_user", "*_test", "*_feature*", "*_key"],
            .stops,
            "it no longer does what it is there for"),
        RiskRule(
            "evicts-at-will", .dataLoss, .high, ["*"],
            .turnsInto(["maxmemory_policy", "eviction_policy"], ["allkeys*", "volatile*", "allkeys_*"]),
            "what it holds is thrown away where there is no room"),
    ]
}
