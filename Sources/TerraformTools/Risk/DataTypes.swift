/// Tells by the words of a resource type what it keeps, for providers that no rule knows.
enum DataTypes {
    /// Types that stand for nothing of their own.
    private static let placeholders = ["terraform_data", "null_resource", "null_data_source"]
    private static let placeholderProviders = [
        "random", "time", "local", "tls", "archive", "external", "http", "template",
    ]

    /// Providers whose types are in the tables of rules.
    private static let known = ["aws", "google", "azurerm", "kubernetes", "helm"]

    /// Whether a type stands for nothing that could be lost.
    static func isPlaceholder(_ type: String) -> Bool {
        placeholders.contains(type) || placeholderProviders.contains(provider(of: type))
    }

    /// Whether the tables of rules tell which types of this provider keep data.
    static func isKnown(_ type: String) -> Bool { known.contains(provider(of: type)) }

    private static func provider(of type: String) -> String {
        type.split(separator: "_", maxSplits: 1).first.map { String($0) } ?? type
    }

    /// What a type keeps by its last word, such as `a database`; nil for one that keeps nothing, and for an object that
    /// only belongs to one, such as a policy of a bucket.
    static func kept(by type: String) -> (what: String, grade: Risk.Grade)? {
        guard !isPlaceholder(type), !isKnown(type) else { return nil }
        var words = type.split(separator: "_").map { $0.lowercased() }
        if let last = words.last, words.count > 1, last.first == "v", last.dropFirst().allSatisfy(\.isNumber) {
            words.removeLast()
        }
        guard let last = words.last, words.count > 1 else { return nil }
        // A table of routes holds no data, and access to a repository is none.
        if let before = words.dropLast().last, misleading[last]?.contains(before) ?? false { return nil }
        if let found = nouns[last] { return found }
        let kinds = words.dropLast().compactMap { engines.contains($0) ? $0 : nil }
        if carriers.contains(last), !kinds.isEmpty { return ("a database", .critical) }
        let isKey = last == "key" && words.contains { ["kms", "crypto", "encryption"].contains($0) }
        return isKey ? ("a key, without which what it encrypts cannot be read,", .critical) : nil
    }

    private static let misleading: [String: Set<String>] = [
        "table": ["route", "routing", "forwarding", "nat", "acl", "lookup"],
        "repository": ["team", "collaborator", "user", "runner", "secret", "permission"],
        "share": ["policy", "access", "resource", "ram"], "topic": ["news"], "index": ["policy"],
        "collection": ["policy", "rule"], "schema": ["attribute", "property"], "store": ["trust", "key"],
        "container": ["app", "docker", "lxc", "group", "podman"], "keys": ["ssh", "api", "access"], "db": ["oui"],
    ]

    private static let nouns: [String: (what: String, grade: Risk.Grade)] = [
        "database": ("a database", .critical), "databases": ("a database", .critical), "db": ("a database", .critical),
        "bucket": ("a bucket", .critical), "volume": ("a volume", .critical), "disk": ("a disk", .critical),
        "filesystem": ("a file system", .critical), "share": ("a file share", .critical),
        "table": ("a table", .critical), "dataset": ("a data set", .critical), "keyspace": ("a keyspace", .critical),
        "datastore": ("a data store", .critical), "collection": ("a collection", .critical),
        "schema": ("a schema", .high), "warehouse": ("a warehouse", .high), "vault": ("a vault", .critical),
        "registry": ("a registry", .high), "repository": ("a repository", .high), "queue": ("a queue", .high),
        "topic": ("a topic", .high), "stream": ("a stream", .high), "snapshot": ("a snapshot", .high),
        "backup": ("a backup", .high), "secret": ("a secret", .high), "index": ("an index", .medium),
        "postgresql": ("a database", .critical), "mysql": ("a database", .critical), "dbaas": ("a database", .critical),
        "redis": ("a database", .high), "mongodb": ("a database", .critical), "mariadb": ("a database", .critical),
        "storage": ("storage", .critical), "store": ("a store", .critical), "mount": ("a mount", .critical),
        "container": ("a container of data", .critical), "keys": ("keys and their values", .high),
    ]

    private static let engines: Set<String> = [
        "database", "databases", "db", "rdb", "rds", "sql", "ec", "postgres", "postgresql", "pg", "mysql", "mariadb",
        "redis",
        "mongo",
        "mongodb", "mongodbatlas", "cassandra", "elasticsearch", "elastic", "opensearch", "kafka", "rabbitmq",
        "clickhouse",
        "cockroach", "neo4j", "couchbase", "influxdb", "timescale", "storage", "etcd", "vault", "dbaas",
    ]

    private static let carriers: Set<String> = [
        "cluster", "instance", "server", "node", "domain", "service", "deployment", "system", "replica", "account",
        "pool",
    ]
}
