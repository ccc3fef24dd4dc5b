import Foundation
import TestSupport

/// Sources of every kind with a canary in each: a secret that must come out nowhere.
struct CanarySite {
    let casebook: Casebook
    private let prometheus: RunningProcess
    /// In a folder of its own: one that is found names no server.
    var configuration: String { casebook.home.path("setup/canaries.yaml") }

    /// The parts of canaries that are looked for; each stands in one kind of source.
    static let canaries = [
        "AKIAZ7CANARY4KEY2345", "canary-hunter-9Xq2", "canaryBearer7f3d9a1c5e", "Y2FuYXJ5OmJhc2ljLXB3",
        "canary.url.pw.88", "CANARYlabel0a1b2c3d4e", "canaryPlan5f6e7d8c", "ghp_canaryDeploy0123456789abcdefABCDEF012",
        "canaryManifestVmFsdWU5", "canaryEnvPass77", "canaryFileName55aa66", "canaryCookie99887766",
        "aZ3canaryKeyLine0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKL", "canaryEnd0987654321zyx",
        "CANARYprom9f8e7d6c", "canaryPromUrl33d4", "canaryPromWarning1f2e3d", "canaryPromError8a7b6c",
        "canaryPromToken5c4b3a",
    ]

    static let window = ["--window", "2026-03-01T12:00:00Z to 2026-03-01T12:45:00Z"]

    init() async throws {
        casebook = try Casebook()
        let home = casebook.home
        let script =
            #filePath.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/canary_prometheus.py"
        prometheus = try ProcessHarness(
            executable: "/usr/bin/env", environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"]
        ).start(["python3", "-I", "-B", script, "canaryPromToken5c4b3a"])
        guard let port = try await prometheus.line() else { throw TestFailure("no Prometheus") }
        let token = try home.write("canaryPromToken5c4b3a\n", to: "data/token")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: token)
        try home.write(Self.log, to: "data/logs/app.log")
        try home.write(Self.metrics, to: "data/metrics.om")
        try home.write(Self.plan, to: "data/plan.json")
        try home.write(Self.deploys, to: "data/deploys.ndjson")
        try home.write("HOST=a\nexport DB_PASS=canaryEnvPass77\nPORT=1\n", to: "data/files/app.env")
        try home.write(Self.key.joined(separator: "\n") + "\n", to: "data/files/tls.key")
        try home.write(
            "apiVersion: v1\ndata:\n  config: canaryManifestVmFsdWU5\nkind: Secret\nmetadata:\n  name: x\n",
            to: "data/files/secret.yaml")
        try home.write("nothing\n", to: "data/files/token=canaryFileName55aa66")
        try home.write(
            """
            sources:
              app: {kind: logs, paths: ['\(home.path("data/logs/"))']}
              metrics: {kind: metrics-file, path: '\(home.path("data/metrics.om"))'}
              plan: {kind: terraform-plan, path: '\(home.path("data/plan.json"))'}
              deploys: {kind: changes, path: '\(home.path("data/deploys.ndjson"))'}
              prom: {kind: prometheus, url: 'http://localhost:\(port)', token-file: '\(token)'}
            roots: ['\(home.path("data/files"))', '\(home.path("data/logs"))']
            """, to: "setup/canaries.yaml")
    }

    /// Ends what was started.
    func end() async throws {
        prometheus.closeInput()
        _ = try await prometheus.wait()
    }

    private static let key = [
        "-----BEGIN RSA PRIVATE KEY-----", canaries[12], canaries[12], "\(canaries[13])==",
        "-----END RSA PRIVATE KEY-----",
    ]

    private static var log: String {
        let plants = [
            "upload failed key=AKIAZ7CANARY4KEY2345 bucket=exports",
            "login failed user=shop password=canary-hunter-9Xq2",
            "refused Authorization: Bearer canaryBearer7f3d9a1c5e", "refused Authorization: Basic Y2FuYXJ5OmJhc2ljLXB3",
            "cannot connect to postgres://shop:canary.url.pw.88@db.internal/shop",
            "request with Cookie: theme=dark; sid=canaryCookie99887766", "loaded " + key.joined(separator: "\n"),
        ]
        return (0..<42).map { minute in
            let time = "2026-03-01T12:\(minute < 10 ? "0" : "")\(minute):00Z"
            let text = minute < 21 ? "INFO handled \(minute) requests" : "ERROR \(plants[minute % plants.count])"
            return "\(time) \(text)\n"
        }
        .joined()
    }

    private static var metrics: String {
        let samples = (0..<42).flatMap { minute in
            let value = minute < 21 ? 10 : 900
            let time = 1_772_366_400 + minute * 60
            return [
                "requests{host=\"a\",api_token=\"CANARYlabel0a1b2c3d4e\"} \(value + minute % 3) \(time)",
                "errors{host=\"a\",url=\"https://u:canary.url.pw.88@h/\"} \(value / 9) \(time)",
            ]
        }
        return (["# TYPE requests gauge", "# TYPE errors gauge"] + samples + ["# EOF"]).joined(separator: "\n") + "\n"
    }

    private static let plan = """
        {"format_version":"1.2","terraform_version":"1.9.0","timestamp":"2026-03-01T12:20:00Z","resource_changes":[
        {"address":"aws_db_instance.shop","mode":"managed","type":"aws_db_instance","name":"shop",
        "provider_name":"registry.terraform.io/hashicorp/aws","change":{"actions":["update"],
        "before":{"password":"canaryPlan5f6e7d8c","size":10,"note":"was canaryPlan5f6e7d8c"},
        "after":{"password":"canaryPlan5f6e7d8c2","size":20,"note":"password=canary-hunter-9Xq2"},
        "after_unknown":{},"before_sensitive":{"password":true},"after_sensitive":{"password":true}}}]}
        """

    private static let deploys = """
        {"time":"2026-03-01T12:19:00Z","service":"shop","title":"pull with \(canaries[7])","ref":"v1","author":"ada"}

        """
}
