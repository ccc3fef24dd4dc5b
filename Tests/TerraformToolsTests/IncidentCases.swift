extension IncidentCase {
    /// Changes that belong to any plan and explain nothing.
    static let innocents: [Change] = [
        Change(
            address: "thing.retention", before: #"{"service": "checkout", "days": 14}"#,
            after: #"{"service": "checkout", "days": 30}"#),
        Change(
            address: "thing.reporting", before: #"{"role": "reporting", "statement_timeout": "30s"}"#,
            after: #"{"role": "reporting", "statement_timeout": "45s"}"#),
        Change(
            address: "thing.labels", before: #"{"tags": {"team": "payments", "cost_center": "4711"}}"#,
            after: #"{"tags": {"team": "payments", "cost_center": "4712"}}"#),
        Change(
            address: "thing.page", before: #"{"path": "down.html", "text": "Back soon."}"#,
            after: #"{"path": "down.html", "text": "We are back shortly."}"#),
        Change(
            address: "thing.schedule", actions: ["create"], before: nil,
            after: #"{"report": "returns", "when": "weekly"}"#),
    ]

    private static func with(_ change: Change) -> [Change] { innocents + [change] }

    private static let tooMany: [(source: String, text: String, count: Int)] = [
        ("postgres", "checkout@shop FATAL: too many connections for role \"checkout\"", 900),
        (
            "app",
            "ERROR checkout.http request failed error=OperationalError: FATAL: too many connections for role \"checkout\"",
            800
        ),
    ]

    /// Incidents that a change of a plan explains.
    static let explained: [IncidentCase] = [
        connectionLimitOfARole, connectionLimitInAListOfParameters, memoryLimit, statementTimeout, rateLimit,
        aHostThatDoesNotResolve, aDeletedBucket, aSettingInAFilesText,
    ]

    private static let connectionLimitOfARole = IncidentCase(
        name: "connection limit of a role", messages: tooMany, guilty: "thing.limits",
        changes: with(
            Change(
                address: "thing.limits", before: #"{"role": "checkout", "connection_limit": 40}"#,
                after: #"{"role": "checkout", "connection_limit": 6}"#)),
        rollouts: [Rollout(service: "checkout", title: "Gift notes for one order in ten", minutes: 1.9)])

    private static let connectionLimitInAListOfParameters = IncidentCase(
        name: "connection limit in a list of parameters",
        messages: [("postgres", "FATAL: sorry, too many clients already", 500)], guilty: "aws_db_parameter_group.pg",
        changes: with(
            Change(
                address: "aws_db_parameter_group.pg",
                before:
                    #"{"parameter": [{"name": "max_connections", "value": "200"}, {"name": "work_mem", "value": "4"}]}"#,
                after:
                    #"{"parameter": [{"name": "max_connections", "value": "20"}, {"name": "work_mem", "value": "4"}]}"#)
        ))

    private static let memoryLimit = IncidentCase(
        name: "memory limit", messages: [("kernel", "Out of memory: Killed process 77 (checkout)", 12)],
        guilty: "kubernetes_deployment.checkout",
        changes: with(
            Change(
                address: "kubernetes_deployment.checkout",
                before: #"{"spec": [{"container": [{"name": "checkout", "limits": {"memory": "512Mi"}}]}]}"#,
                after: #"{"spec": [{"container": [{"name": "checkout", "limits": {"memory": "64Mi"}}]}]}"#)))

    private static let statementTimeout = IncidentCase(
        name: "statement timeout",
        messages: [("postgres", "ERROR: canceling statement due to statement timeout", 300)], guilty: "thing.timeout",
        changes: with(
            Change(
                address: "thing.timeout", before: #"{"database": "shop", "statement_timeout": "30s"}"#,
                after: #"{"database": "shop", "statement_timeout": "200ms"}"#)))

    private static let rateLimit = IncidentCase(
        name: "rate limit", messages: [("gateway", "ERROR 429 rate limit exceeded route=/api/orders", 4000)],
        guilty: "gateway_plan.public",
        changes: with(
            Change(
                address: "gateway_plan.public", before: #"{"throttle": {"burst_limit": 400, "rate_limit": 200}}"#,
                after: #"{"throttle": {"burst_limit": 400, "rate_limit": 2}}"#)))

    private static let aHostThatDoesNotResolve = IncidentCase(
        name: "a host that does not resolve",
        messages: [
            ("app", "ERROR checkout.db could not translate host name \"orders-new.db.internal\" to address", 700)
        ],
        guilty: "config.app",
        changes: with(
            Change(
                address: "config.app", before: #"{"env": {"DB_HOST": "orders.db.internal", "LOG": "info"}}"#,
                after: #"{"env": {"DB_HOST": "orders-new.db.internal", "LOG": "info"}}"#)))

    private static let aDeletedBucket = IncidentCase(
        name: "a deleted bucket",
        messages: [("app", "ERROR checkout.receipts NoSuchBucket: bucket 'receipts-eu-1' does not exist", 90)],
        guilty: "bucket.receipts",
        changes: with(
            Change(address: "bucket.receipts", actions: ["delete"], before: #"{"bucket": "receipts-eu-1"}"#, after: nil)
        ))

    private static let aSettingInAFilesText = IncidentCase(
        name: "a setting in a file's text", messages: tooMany, guilty: "local_file.conf",
        changes: with(
            Change(
                address: "local_file.conf", before: #"{"content": "port = 5432\nmax_connections = 100\n"}"#,
                after: #"{"content": "port = 5432\nmax_connections = 8\n"}"#)))

    /// Incidents that a deploy explains.
    static let deployed: [IncidentCase] = [
        aFaultOfCodeInANewRelease, aNullPointer,
    ]

    private static let aFaultOfCodeInANewRelease = IncidentCase(
        name: "a fault of code in a new release",
        messages: [
            ("app", "AttributeError: 'NoneType' object has no attribute 'strip'", 300),
            ("app", "ERROR checkout.http request failed route=place_order", 300),
        ], guilty: "checkout", changes: innocents,
        rollouts: [
            Rollout(
                service: "checkout", title: "Release 2.14.1: base image renewed", ref: "checkout@5f7a90c", minutes: 4),
            Rollout(service: "storefront", title: "Winter coats", ref: "storefront@c3310be", minutes: 0.7),
            Rollout(service: "checkout", title: "Release 2.15.0: coupons", ref: "checkout@9d3f0b1", minutes: 0.2),
        ])

    private static let aNullPointer = IncidentCase(
        name: "a null pointer",
        messages: [
            ("checkout", "java.lang.NullPointerException: Cannot invoke \"Cart.total()\"", 80),
            ("checkout", "\tat shop.CartService.total(CartService.java:41)", 80),
        ], guilty: "checkout", changes: innocents,
        rollouts: [Rollout(service: "checkout", title: "Faster totals", minutes: 2)])

    private static let busy: [Rollout] = [
        Rollout(service: "checkout", title: "Gift notes for one order in five", ref: "checkout@e05c1d4", minutes: 2),
        Rollout(service: "storefront", title: "Open until ten", minutes: 1),
    ]

    /// Incidents that none of the changes explains.
    static let unexplained: [IncidentCase] = [
        aFullDisk, anExpiredCertificate, theLimitOfAnotherRole, anotherLimitOfTheSameRole, aLimitThatWasRaised,
        aLimitThatWasReducedAfterwards, aDeployOfAnotherService, anOldDeploy, aQuietHour, somethingNewThatIsNoFailure,
    ]

    private static let aFullDisk = IncidentCase(
        name: "a full disk",
        messages: [
            (
                "app",
                "ERROR checkout.http request aborted error=DiskFull: could not extend file \"b/1\": No space left on device",
                99
            ),
            ("app", "Traceback (most recent call last):", 90),
            ("app", "psycopg2.InterfaceError: connection already closed", 20),
            ("postgres", "PANIC: could not write to file \"pg_wal/x\": No space left on device", 3),
        ],
        changes: with(
            Change(
                address: "thing.limits", before: #"{"role": "checkout", "connection_limit": 40}"#,
                after: #"{"role": "checkout", "connection_limit": 60}"#)), rollouts: busy)

    private static let anExpiredCertificate = IncidentCase(
        name: "an expired certificate",
        messages: [
            (
                "app",
                "ERROR checkout.http request failed upstream=payments.internal error=SSLCertVerificationError: certificate has expired",
                200
            )
        ], changes: innocents, rollouts: busy)

    private static let theLimitOfAnotherRole = IncidentCase(
        name: "the limit of another role", messages: tooMany,
        changes: with(
            Change(
                address: "thing.limits", before: #"{"role": "reporting", "connection_limit": 40}"#,
                after: #"{"role": "reporting", "connection_limit": 4}"#)), rollouts: busy)

    private static let anotherLimitOfTheSameRole = IncidentCase(
        name: "another limit of the same role", messages: tooMany,
        changes: with(
            Change(
                address: "thing.idle", before: #"{"role": "checkout", "idle_session_timeout": "30min"}"#,
                after: #"{"role": "checkout", "idle_session_timeout": "1min"}"#)), rollouts: busy)

    private static let aLimitThatWasRaised = IncidentCase(
        name: "a limit that was raised", messages: tooMany,
        changes: [
            Change(
                address: "thing.limits", before: #"{"role": "checkout", "connection_limit": 40}"#,
                after: #"{"role": "checkout", "connection_limit": 60}"#)
        ], rollouts: busy)

    private static let aLimitThatWasReducedAfterwards = IncidentCase(
        name: "a limit that was reduced afterwards", messages: tooMany,
        changes: [
            Change(
                address: "thing.limits", before: #"{"role": "checkout", "connection_limit": 40}"#,
                after: #"{"role": "checkout", "connection_limit": 6}"#, minutes: -1)
        ])

    private static let aDeployOfAnotherService = IncidentCase(
        name: "a deploy of another service",
        messages: [("app", "ERROR checkout.http TypeError: unsupported operand", 100)],
        rollouts: [Rollout(service: "storefront", title: "Winter coats", minutes: 0.5)])

    private static let anOldDeploy = IncidentCase(
        name: "an old deploy", messages: [("app", "ERROR checkout.http TypeError: unsupported operand", 100)],
        rollouts: [Rollout(service: "checkout", title: "Faster totals", minutes: 8)])

    private static let aQuietHour = IncidentCase(name: "a quiet hour", messages: [], changes: innocents, rollouts: busy)

    private static let somethingNewThatIsNoFailure = IncidentCase(
        name: "something new that is no failure",
        messages: [("app", "INFO checkout.http gift note printed order=7", 50)],
        changes: innocents, rollouts: busy)
}
