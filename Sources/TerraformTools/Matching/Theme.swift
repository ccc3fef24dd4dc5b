/// What a setting is about, or what a failing message complains of; the two meet where a change explains a failure.
enum Theme: String, Hashable, Sendable, CaseIterable {
    case connections, memory, disk, time, rate, quota, compute, payload, descriptors
    case certificate, authentication, permission, resolution, network, missing
    case retention, version, cosmetic

    /// Whether a limit that became too small shows like this.
    var isExhaustion: Bool {
        switch self {
        case .connections, .memory, .disk, .time, .rate, .quota, .compute, .payload, .descriptors: true
        default: false
        }
    }

    /// Whether a message of this kind names a cause of its own, which new code rarely is.
    var explainsItself: Bool {
        switch self {
        case .connections, .memory, .disk, .descriptors, .certificate, .resolution, .quota: true
        default: false
        }
    }
}

extension Theme {
    /// Words of attribute names and what they are about.
    private static let knobs: [(Theme, String)] = [
        (.connections, "connection connections conn conns client clients session sessions pool backlog slot slots"),
        (.memory, "memory mem heap ram shared_buffers"),
        (.disk, "disk storage volume space gb gib filesystem iops tablespace"),
        (.time, "timeout deadline wait latency interval patience grace delay"),
        (.retention, "retention days ttl keep lifetime age history"),
        (.rate, "rate throughput rps qps burst throttle throttling requests bandwidth"),
        (.quota, "quota"),
        (
            .compute,
            "cpu cpus vcpu core replica replicas instance instances class worker workers thread threads concurrency "
                + "capacity desired shards nodes processes"
        ),
        (.payload, "body payload upload header headers message"),
        (.descriptors, "nofile descriptor descriptors fd ulimit files"),
        (.certificate, "certificate cert certs tls ssl ca acm x509 truststore keystore"),
        (.authentication, "password credential credentials secret token user username login authentication"),
        (.permission, "policy iam permission permissions acl principal grant grants privilege privileges"),
        (.resolution, "dns record records zone hostname cname nameserver resolver"),
        (.network, "ingress egress cidr firewall port ports subnet subnets route routes security peering gateway vpc"),
        (.version, "version image release revision ami artifact commit sha digest flag feature build"),
        (
            .cosmetic,
            "tag tags label labels description title text schedule owner team cost comment annotation "
                + "annotations note notes display banner page"
        ),
    ]

    /// Words that say how a setting limits, and not what.
    private static let measures = Set(
        "limit limits max min maximum minimum size count number num total value values per allowed default soft hard "
            .split(separator: " ").map { Words.stem(String($0)) })

    private static let byKnob: [String: Theme] = {
        var table: [String: Theme] = [:]
        for (theme, words) in knobs {
            for word in words.split(separator: " ") { table[Words.stem(String(word))] = theme }
        }
        return table
    }()

    /// What a setting of this name is about; nil for words that are unknown.
    ///
    /// The head of an English name stands last, so `idle_session_timeout` is about time and `connection_limit` about
    /// connections.
    static func ofSetting(_ name: String) -> Theme? {
        let stems = Words.split(name).map { Words.stem($0) }
        if let cosmetic = stems.first.flatMap({ byKnob[$0] }), cosmetic == .cosmetic { return .cosmetic }
        for stem in stems.reversed() where !measures.contains(stem) {
            if let theme = byKnob[stem] { return theme }
        }
        return nil
    }

    /// Words that must all stand in a message for it to be of a theme.
    private static let complaints: [(Theme, [String])] = [
        (
            .connections,
            [
                "too many connections", "too many clients", "too many sessions", "connection slots", "connection limit",
                "connections exhausted", "pool exhausted", "pool timeout", "no connection free", "maximum connections",
                "no connection available", "connections reached",
            ]
        ),
        (
            .memory,
            ["out of memory", "memory limit", "cannot allocate memory", "heap space", "memory exceeded", "oom killed"]
        ),
        (
            .disk,
            [
                "no space left", "disk full", "disk quota", "filesystem full", "volume full", "not enough space",
                "could not extend",
            ]
        ),
        (.time, ["timeout", "timed out", "deadline exceeded", "did not answer within"]),
        (
            .rate,
            ["rate limit", "throttled", "throttling", "too many requests", "throughput exceeded", "rate exceeded"]
        ),
        (.quota, ["quota exceeded", "limit exceeded", "limit reached"]),
        (.compute, ["no workers", "queue full", "cpu", "no capacity", "insufficient capacity", "overloaded"]),
        (.payload, ["too large", "exceeds maximum size", "too big"]),
        (.descriptors, ["too many open files", "file descriptors"]),
        (
            .certificate,
            [
                "certificate expired", "certificate verify", "certificate failed", "tls handshake", "ssl handshake",
                "certificate unknown",
            ]
        ),
        (
            .authentication,
            [
                "authentication failed", "password failed", "invalid credentials", "unauthorized", "invalid token",
                "token expired", "login failed",
            ]
        ),
        (.permission, ["permission denied", "access denied", "forbidden", "not authorized", "not permitted"]),
        (
            .resolution,
            [
                "name resolution", "resolve host", "translate host", "nxdomain", "no such host", "unknown host",
                "not known name",
            ]
        ),
        (
            .network,
            [
                "connection refused", "unreachable", "no route", "connection reset", "connection timeout",
                "connect failed",
            ]
        ),
        (.missing, ["does not exist", "not found", "no such"]),
    ]

    private static let complaintStems: [(Theme, Set<String>)] = complaints.flatMap { theme, phrases in
        phrases.map { phrase in (theme, Set(phrase.split(separator: " ").map { Words.stem(String($0)) })) }
    }

    /// What a message complains of.
    static func ofMessage(_ stems: Set<String>) -> Set<Theme> {
        Set(complaintStems.filter { $0.1.isSubset(of: stems) }.map(\.0))
    }
}
