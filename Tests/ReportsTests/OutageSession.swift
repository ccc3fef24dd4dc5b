import JSON
import Model

/// A finished investigation of an outage whose cause is a Terraform change.
struct OutageSession {
    static let statement = """
        terraform_data.database_role_limits: connection_limit 40 → 4, planned 2026-11-22T19:16:19.000Z (2 min 30 s before \
        the onset); the logs then say “FATAL: too many connections for role "checkout"”
        """
    static let template =
        "connection to server at <*> port <*> failed: FATAL: too many connections for role \"checkout\""
    static let line = """
        2026-11-22T19:18:49.380Z ERROR   checkout.http request failed route=product request=f6da7c99 \
        error=OperationalError: connection to server at "127.0.0.1", port 5432 failed: FATAL: too many connections for \
        role "checkout"
        """

    private var builder = SnapshotBuilder()
    private let run: RunID
    private let author = Principal(name: "service-outage", kind: .workflow)
    private let window = Window(
        TimeSpan(
            start: SnapshotBuilder.time("2026-11-22T19:11:47.447Z"), end: SnapshotBuilder.time("2026-11-22T19:28:41Z")))

    /// The session as it stands at the end.
    static var snapshot: SessionSnapshot { OutageSession().builder.snapshot }

    private init() {
        run = builder.identifier()
        open()
        let metrics = callMetrics()
        let patterns = callPatterns()
        callPlans()
        callChanges()
        let match = callMatch(patterns, metrics)
        finish(match, patterns, metrics)
    }

    private mutating func open() {
        builder.add(
            .sessionOpened(
                SessionOpened(
                    title: "A service fails or slows down", owner: builder.person, labels: ["team": "payments"])))
        builder.add(.windowSet(WindowSet(window: window, origin: "data")))
        builder.add(
            .runStarted(
                RunStarted(
                    run: run, workflow: "service-outage", version: "1.0.0",
                    text: "schema: 1\nname: service-outage\nsteps:\n  - id: metrics\n    uses: find_change_points@1\n",
                    inputs: ["service": "checkout"], session: [:])))
        builder.add(.runTaken(RunTaken(run: run, token: 1)))
    }

    private func step(_ path: String) -> StepReference { StepReference(run: run, path: path) }

    private mutating func call(
        _ path: String, _ tool: String, _ output: JSONValue, _ summary: String, _ coverage: [Coverage],
        _ milliseconds: Int64, arguments: JSONValue = [:]
    ) -> EvidenceID {
        builder.add(.stepStarted(StepStarted(step(path))))
        let evidence = builder.call(
            tool, output: output, summary: summary, coverage: coverage, arguments: arguments, window: window,
            step: step(path), milliseconds: milliseconds)
        builder.add(.stepFinished(StepFinished(step(path), status: .succeeded, evidence: evidence)))
        return evidence
    }

    private mutating func callMetrics() -> EvidenceID {
        let start = SnapshotBuilder.time("2026-11-22T19:12:00Z")
        let points = (0..<200).map { index -> JSONValue in
            let time = start.advanced(byNanoseconds: Int64(index) * 5_000_000_000)
            let noise = Double((index * 7919) % 101) / 101
            let level = index < 82 ? noise * 0.2 : min(9, Double(index - 81) * 1.8) + noise * 1.6
            let value: JSONValue = index == 60 ? .null : JSONValue((level * 1000).rounded() / 1000) ?? .null
            return [.string(time.description), value]
        }
        let series: JSONValue = ["name": "http_errors_total", "labels": ["route": "product", "service": "checkout"]]
        return call(
            "metrics", "find_change_points",
            [
                "onset": [
                    "time": "2026-11-22T19:18:55.000Z", "earliest": "2026-11-22T19:18:50.000Z", "series": 14,
                    "reason": "14 series changed within 10 s",
                ],
                "points": [
                    point(series, before: 0.04, after: 8.9),
                    point(
                        ["name": "db_pool_connect_failures_total", "labels": ["pool": "main"]], before: 0, after: 12.2),
                    point(["name": "db_pool_connections_open", "labels": ["pool": "main"]], before: 11, after: 4),
                    point(["name": "orders_placed_total", "labels": [:]], before: 2.1, after: 0.3),
                ],
                "series": ["examined": 187, "changed": 23, "constant": 96],
                "chart": [
                    "name": "http_errors_total", "labels": ["route": "product", "service": "checkout"],
                    "unit": "errors/s", "points": .array(points), "onset": "2026-11-22T19:18:55.000Z",
                ],
            ],
            "a disturbance began by 2026-11-22T19:18:55.000Z; 23 of 187 series changed, first of all http_errors_total",
            [
                Coverage(
                    source: "metrics", value: .complete,
                    searched: Searched(span: window.span, files: 1, bytes: 643_716, series: 187, samples: 12_433))
            ], 86)
    }

    private func point(_ series: JSONValue, before: Double, after: Double) -> JSONValue {
        [
            "series": series, "time": "2026-11-22T19:18:55.000Z", "earliest": "2026-11-22T19:18:50.000Z",
            "before": JSONValue(before) ?? .null, "after": JSONValue(after) ?? .null, "confidence": 0.998,
            "unit": "/s",
        ]
    }

    private mutating func callPatterns() -> EvidenceID {
        call(
            "patterns", "compare_log_patterns",
            [
                "onset": [
                    "time": "2026-11-22T19:18:49.380Z", "source": "app", "file": "checkout.log", "line": 2339,
                    "text": .string(Self.line), "reason": "the first failing line of a run that did not end",
                ],
                "split": "2026-11-22T19:18:49.380Z", "splitOrigin": "onset",
                "new": [
                    [
                        "template": .string(Self.template), "source": "app", "before": 0, "during": 1874,
                        "firstSeen": "2026-11-22T19:18:49.380Z", "lastSeen": "2026-11-22T19:28:40.901Z",
                        "example": ["text": .string(Self.line), "file": "checkout.log", "line": 2339], "score": 0.98,
                    ],
                    [
                        "template": "checkout@shop FATAL:  too many connections for role \"checkout\"",
                        "source": "postgres", "before": 0, "during": 1874, "firstSeen": "2026-11-22T19:18:49.380Z",
                        "lastSeen": "2026-11-22T19:28:40.900Z",
                        "example": ["text": "FATAL", "file": "postgresql.log", "line": 121], "score": 0.97,
                    ],
                ],
                "grown": [], "gone": [], "shrunk": [],
                "totals": ["linesBefore": 10_120, "linesDuring": 9_616, "patterns": 61],
            ],
            "failures begin at 2026-11-22T19:18:49.380Z; 2 new patterns of 61",
            [
                Coverage(
                    source: "nginx", value: .partial,
                    searched: Searched(span: window.span, files: 2, bytes: 1_705_119, lines: 12_775),
                    omitted: [
                        Omission(what: "lines without a time", reason: "continuation of the line above", count: 12)
                    ]),
                Coverage(
                    source: "app", value: .complete,
                    searched: Searched(span: window.span, files: 1, bytes: 828_243, lines: 5427)),
                Coverage(
                    source: "postgres", value: .complete,
                    searched: Searched(span: window.span, files: 1, bytes: 242_751, lines: 2393)),
            ], 412)
    }

    private mutating func callPlans() {
        _ = call(
            "plans", "summarize_terraform_plan",
            [
                "plans": [
                    [
                        "source": "plan", "file": "plan.json", "summary": "Plan: 5 to add, 1 to change, 4 to destroy.",
                        "planned": "2026-11-22T19:16:19.000Z",
                        "changes": [
                            change("terraform_data.database_role_limits", "input.connection_limit", 40, 4),
                            change("terraform_data.log_retention", "input.days", 14, 30),
                            change("terraform_data.tags", "input.cost_center", "4711", "4712"),
                        ],
                    ]
                ]
            ],
            "plan: Plan: 5 to add, 1 to change, 4 to destroy.",
            [Coverage(source: "plan", value: .complete, searched: Searched(files: 1, bytes: 16_160, items: 6))], 11)
    }

    private func change(_ address: JSONValue, _ path: JSONValue, _ before: JSONValue, _ after: JSONValue) -> JSONValue {
        [
            "address": address, "action": "replace",
            "attributes": [["path": path, "before": before, "after": after, "sensitive": false]],
        ]
    }

    private mutating func callChanges() {
        _ = call(
            "changes", "list_changes",
            [
                "start": "2026-11-22T18:54:53.000Z", "end": "2026-11-22T19:28:41.000Z",
                "changes": [
                    [
                        "time": "2026-11-22T19:16:59.000Z", "service": "checkout",
                        "title": "Gift notes for one order in ten", "ref": "checkout@b7702df", "author": "marek",
                        "source": "deploys",
                    ],
                    [
                        "time": "2026-11-22T19:15:54.000Z", "service": "storefront",
                        "title": "Autumn banner on the start page", "ref": "storefront@4c1e9a2", "author": "ida",
                        "source": "deploys",
                    ],
                ],
                "omitted": 0, "malformedLines": 0,
            ],
            "2 changes",
            [Coverage(source: "deploys", value: .complete, searched: Searched(files: 1, bytes: 276, items: 2))],
            3)
    }

    private mutating func callMatch(_ patterns: EvidenceID, _ metrics: EvidenceID) -> EvidenceID {
        call(
            "match", "match_changes_to_incident",
            [
                "onset": "2026-11-22T19:18:49.380Z", "considered": 8, "reason": nil,
                "matches": [
                    [
                        "rank": 1, "score": 0.93, "likely": true, "kind": "terraform", "source": "plan",
                        "address": "terraform_data.database_role_limits", "service": nil, "title": nil, "ref": nil,
                        "time": "2026-11-22T19:16:19.000Z", "action": "replace", "attribute": "input.connection_limit",
                        "before": 40, "after": 4, "statement": .string(Self.statement),
                        "reasons": [
                            "2 min 30 s before the onset", "limit lowered tenfold", "shares “connection”, “role”",
                        ],
                        "links": [
                            [
                                "evidence": .string(patterns.rawValue), "pointer": "/new/0/template",
                                "text": .string(Self.template), "terms": ["connections", "role"],
                            ]
                        ],
                    ],
                    [
                        "rank": 2, "score": 0.31, "likely": false, "kind": "deploy", "source": "deploys",
                        "address": nil,
                        "service": "checkout", "title": "Gift notes for one order in ten", "ref": "checkout@b7702df",
                        "time": "2026-11-22T19:16:59.000Z", "action": "deploy", "attribute": nil, "before": nil,
                        "after": nil, "statement": "checkout: Gift notes", "reasons": ["only its time speaks for it"],
                        "links": [],
                    ],
                ],
            ],
            "1 of 8 changes is likely: terraform_data.database_role_limits", [], 7,
            arguments: [
                "onset": "2026-11-22T19:18:49.380Z", "service": "checkout",
                "evidence": [.string(patterns.rawValue), .string(metrics.rawValue)],
            ])
    }

    private mutating func finish(_ match: EvidenceID, _ patterns: EvidenceID, _ metrics: EvidenceID) {
        find(
            "cause", Self.statement, .critical, 0.93,
            [
                Citation(evidence: match, place: .pointer("/matches/0/statement"), quote: Self.statement),
                Citation(evidence: patterns, place: .pointer("/new/0/template"), quote: Self.template),
            ])
        builder.add(
            .stepFinished(
                StepFinished(
                    step("unexplained"), status: .skipped,
                    reason: "its condition is false: a change explains the failure")))
        find(
            "onset", "Failing since 2026-11-22T19:18:49.380Z: the first failing line of a run that did not end", .high,
            0.9,
            [
                Citation(evidence: patterns, place: .pointer("/onset/time"), quote: "2026-11-22T19:18:49.380Z"),
                Citation(evidence: patterns, place: .pointer("/onset/text"), quote: Self.line),
            ])
        find(
            "moved", "Measurements changed at 2026-11-22T19:18:55.000Z: 14 series changed within 10 s", .medium, 0.8,
            [Citation(evidence: metrics, place: .pointer("/points/0/series/name"), quote: "http_errors_total")])
        builder.add(
            .runFinished(RunFinished(run: run, status: .succeeded, outputs: ["onset": "2026-11-22T19:18:49.380Z"])))
        builder.wait(milliseconds: 90_000)
        builder.add(
            .noteAdded(NoteAdded(text: "Raised the limit back to 40 by hand at 19:29.", author: builder.person)))
    }

    private mutating func find(
        _ path: String, _ statement: String, _ severity: Severity, _ confidence: Double, _ citations: [Citation]
    ) {
        builder.add(.stepStarted(StepStarted(step(path))))
        builder.wait(milliseconds: 2)
        builder.find(statement, severity, confidence, citations, by: author, step: step(path))
        builder.add(.stepFinished(StepFinished(step(path), status: .succeeded)))
    }
}
