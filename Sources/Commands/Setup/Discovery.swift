import Glibc

/// Looks where logs, plans and a Prometheus usually are; reads no content but a plan's first bytes.
struct Discovery {
    let folder: String

    /// Something that could be a source.
    struct Finding: Equatable {
        let name: String
        let kind: String
        let location: String
        let isUsable: Bool
        let note: String?
    }

    /// Everything that was found, in the order in which it is shown.
    func look() -> [Finding] { logs() + files() + prometheus() }

    private func logs() -> [Finding] {
        var found: [Finding] = []
        let places = [("here", folder), ("logs", folder + "/logs"), ("system", "/var/log")]
        for (name, place) in places {
            let entries = Self.entries(of: place)
            if entries.contains(where: { $0.hasSuffix(".log") || $0 == "syslog" || $0 == "messages" }) {
                let location = name == "system" ? place + "/*.log" : Self.shown(place, folder) + "*.log"
                found.append(Finding(name: name, kind: "logs", location: location, isUsable: true, note: nil))
            }
            // Services keep theirs one folder deeper: /var/log/nginx, logs/app.
            for entry in entries where name != "here" && SourceName.isValid(entry) {
                let deeper = place + "/" + entry
                guard PathText.isFolder(deeper), Self.entries(of: deeper).contains(where: { $0.hasSuffix(".log") })
                else {
                    continue
                }
                let location = name == "system" ? deeper + "/*.log" : Self.shown(deeper, folder) + "*.log"
                found.append(Finding(name: entry, kind: "logs", location: location, isUsable: true, note: nil))
            }
        }
        return found
    }

    private func files() -> [Finding] {
        var found: [Finding] = []
        for entry in Self.entries(of: folder) {
            let path = folder + "/" + entry
            switch true {
            case entry.hasSuffix(".json") && Self.beginsLikePlan(path):
                let name = Self.name(entry, dropping: ".json")
                found.append(Finding(name: name, kind: "terraform-plan", location: entry, isUsable: true, note: nil))
            case entry.hasSuffix(".tfplan"):
                let note = "binary: terraform show -json \(entry) > plan.json"
                found.append(
                    Finding(name: "plan", kind: "terraform-plan", location: entry, isUsable: false, note: note))
            case entry.hasSuffix(".om") || entry.hasSuffix(".prom"):
                found.append(Finding(name: "metrics", kind: "metrics-file", location: entry, isUsable: true, note: nil))
            case entry.hasSuffix(".ndjson") && entry.contains("deploy"):
                found.append(Finding(name: "deploys", kind: "changes", location: entry, isUsable: true, note: nil))
            default: continue
            }
        }
        return found
    }

    private func prometheus() -> [Finding] {
        guard Loopback.answers(port: 9090, path: "/-/ready", expecting: "Prometheus") else { return [] }
        return [
            Finding(
                name: "prometheus", kind: "prometheus", location: "http://127.0.0.1:9090", isUsable: true,
                note: "answers")
        ]
    }

    private static func beginsLikePlan(_ path: String) -> Bool {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
        guard count > 0 else { return false }
        let text = String(decoding: bytes[..<count], as: UTF8.self)
        return text.contains("\"format_version\"") && text.contains("\"terraform_version\"")
    }

    private static func entries(of folder: String) -> [String] { FolderNames.all(in: folder) }

    private static func shown(_ path: String, _ folder: String) -> String {
        path == folder ? "" : String(path.dropFirst(folder.count + 1)) + "/"
    }

    private static func name(_ file: String, dropping suffix: String) -> String {
        let name = String(file.dropLast(suffix.count))
        return SourceName.isValid(name) ? name : "plan"
    }
}
