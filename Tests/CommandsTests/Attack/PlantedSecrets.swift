import Foundation
import TestSupport

/// Secrets of one kind each, by chance, and of the same lengths for every seed.
struct PlantedSecrets: Sendable {
    let password: String
    let awsKey: String
    let bearer: String
    let basic: String
    let webhook: String
    let label: String
    let session: String
    let manifest: String
    let plan: String
    let deploy: String
    /// Lines of a private key.
    let key: [String]

    init(seed: UInt64) {
        var state = seed
        func next(_ count: Int) -> Int {
            state &+= 0x9E37_79B9_7F4A_7C15
            var bits = state
            bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
            bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
            return Int((bits ^ (bits >> 31)) % UInt64(count))
        }
        let mixed = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
        let capitals = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        func text(_ count: Int, of signs: [Character] = mixed) -> String {
            String((0..<count).map { _ in signs[next(signs.count)] })
        }
        password = text(14)
        awsKey = "AKIA" + text(16, of: capitals)
        bearer = text(32)
        basic = text(24)
        webhook = "T" + text(9, of: capitals) + "/B" + text(9, of: capitals) + "/" + text(24)
        label = text(20)
        session = text(26)
        manifest = text(28)
        plan = text(16)
        deploy = "ghp_" + text(36)
        // Where a secret of another kind might begin within a line of the key, the line is looked at more closely.
        let beginnings = ["oY2", "AKIA", "ghp", "eyJ", "key", "sas", "pass"]
        key =
            (0..<6)
            .map { _ in
                let beginning = beginnings[next(beginnings.count)]
                let before = next(58 - beginning.count)
                return "aZ3" + text(before) + beginning + text(61 - before - beginning.count)
            } + [text(30) + "=="]
    }

    /// All that must not come out.
    var all: [String] {
        [password, awsKey, bearer, basic, webhook, label, session, manifest, plan, deploy] + key
    }

    /// A log in which each kind of secret stands, among lines without one.
    private var log: String {
        var lines: [String] = []
        for minute in 0..<40 {
            let time = "2026-03-01T12:\(minute < 10 ? "0" : "")\(minute):00.000Z"
            let isLate = minute >= 20
            lines.append("\(time) INFO  web handled request \(minute * 37) in \(minute) ms")
            switch minute % 8 {
            case 0:
                lines.append("\(time) \(isLate ? "ERROR" : "WARN") auth login failed user=shop password=\(password)")
            case 1: lines.append("\(time) ERROR s3 upload failed key=\(awsKey) bucket=exports")
            case 2: lines.append("\(time) WARN  web refused Authorization: Bearer \(bearer)")
            case 3: lines.append("\(time) WARN  web refused Authorization: Basic \(basic)")
            case 4: lines.append("\(time) INFO  notify https://hooks.slack.com/services/\(webhook)")
            case 5: lines.append("\(time) INFO  web Cookie: theme=dark; sid=\(session)")
            case 6:
                lines.append("\(time) ERROR tls could not load -----BEGIN RSA PRIVATE KEY-----")
                lines += key + ["-----END RSA PRIVATE KEY-----"]
            default: lines.append("\(time) ERROR pool timeout after \(minute) s {\"api_key\":\"\(password)\"}")
            }
        }
        // Below their names.
        lines += [
            "2026-03-01T12:40:00.000Z ERROR config:", "password: >-", "  \(session)", "  KEY-----\(bearer)", "x: 1",
        ]
        lines += ["2026-03-01T12:41:00.000Z ERROR config: {", "  \"api_key\":", "    \"\(plan)\",", "}"]
        return lines.joined(separator: "\n") + "\n"
    }

    private var manifestText: String {
        "apiVersion: v1\ndata:\n  config: \(manifest)\nkind: Secret\nmetadata:\n  name: shop\n---\nkind: ConfigMap\n"
    }

    private var metrics: String {
        var lines = ["# TYPE requests counter"]
        for minute in 0..<40 {
            let time = 1_772_366_400 + minute * 60
            lines.append(
                "requests_total{host=\"a\",api_token=\"\(label)\"} \(minute * (minute > 20 ? 90 : 10)) \(time)")
            lines.append("requests_total{host=\"b\"} \(minute * 10) \(time)")
        }
        return (lines + ["# EOF"]).joined(separator: "\n") + "\n"
    }

    private var planText: String {
        """
        {"format_version":"1.2","terraform_version":"1.9.0","timestamp":"2026-03-01T12:19:00Z","resource_changes":[
        {"address":"aws_db_instance.shop","mode":"managed","type":"aws_db_instance","name":"shop",
        "provider_name":"registry.terraform.io/hashicorp/aws","change":{"actions":["update"],
        "before":{"password":"\(plan)","size":10,"note":"rotate \(plan)"},
        "after":{"password":"\(String(plan.reversed()))","size":20,"note":"rotated"},
        "after_unknown":{},"before_sensitive":{"password":true},"after_sensitive":{"password":true}}}]}
        """
    }

    private var laterPlan: String {
        planText.replacing("\"size\":20", with: "\"size\":40").replacing("rotated", with: "rotated to \(plan)")
    }

    /// - Parameter size: What differs besides a secret.
    private func state(_ size: Int, password: String) -> String {
        """
        {"format_version":"1.0","terraform_version":"1.11.4","values":{"outputs":{"url":{"sensitive":true,
        "value":"postgres://shop:\(password)@db/shop","type":"string"},"note":{"sensitive":false,"value":"use \(deploy)"}},
        "root_module":{"resources":[{"address":"aws_db_instance.shop","mode":"managed","type":"aws_db_instance",
        "name":"shop","values":{"password":"\(password)","size":\(size),"note":"was \(password)"},
        "sensitive_values":{"password":true}}]}}}
        """
    }

    /// A secret of several lines, and one on the line after its name.
    private var blockText: String {
        "name: shop\npassword: |\n  \(password)\n  \(session)\nuser: shop\nauth_token:\n  \(bearer)\nsize: 3\n"
    }

    private var deploys: String {
        """
        {"time":"2026-03-01T12:18:00Z","service":"shop","title":"use \(deploy) for pulls","ref":"v1","author":"ada"}
        {"time":"2026-03-01T12:19:30Z","service":"web","title":"smaller pool","ref":"v2","author":"bob"}

        """
    }

    /// A run of it waits, so that there is one to cancel.
    private static let gated = """
        schema: 1
        name: gated
        version: 1.0.0
        steps:
          - {id: gate, approve: {message: Go on?}}
          - {id: load, uses: get_system_load@1, needs: [gate]}

        """

    /// Writes sources that differ from those of another seed in the secrets alone.
    func write(to folder: TemporaryFolder) throws {
        let files = [
            "data/logs/app.log": log, "data/files/app.env": "HOST=a\nDB_PASSWORD=\(password)\nPORT=1\n",
            "data/files/tls.key": (["-----BEGIN PRIVATE KEY-----"] + key + ["-----END PRIVATE KEY-----"])
                .joined(separator: "\n"),
            "data/files/secret.yaml": manifestText, "data/metrics.om": metrics, "data/plan.json": planText,
            "data/later.json": laterPlan, "data/state.json": state(10, password: plan),
            "data/later-state.json": state(20, password: String(plan.reversed())), "data/files/block.yaml": blockText,
            "data/deploys.ndjson": deploys, "flows/gated.yaml": Self.gated,
        ]
        for (name, text) in files {
            let path = try folder.write(text, to: name)
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 1_772_370_000)], ofItemAtPath: path)
        }
    }
}
