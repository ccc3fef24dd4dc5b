import LogTools
import MetricTools
import Model
import Scanning
import Tooling

/// Whether a source can be read, and from when to when it has data.
struct SourceHealth {
    let isGood: Bool
    let detail: String
    let hint: String?

    static func check(_ source: Source) async -> SourceHealth {
        do {
            if source.kind == .prometheus {
                let server = try PrometheusSource(source, asking: Wiring.servers)
                let skew = try await server.probe(at: SystemWallClock().now) ?? 0
                var detail = "answers at \(source.endpoint?.url ?? "")"
                if skew != 0 {
                    detail += "; its clock is \(abs(skew)) ms \(skew > 0 ? "ahead of" : "behind") this host's"
                }
                return SourceHealth(isGood: true, detail: detail, hint: nil)
            }
            let (files, omitted) = try FileAccess.openFiles(of: source)
            guard !files.isEmpty else {
                let reason = omitted.first.map { ": \($0.what), \($0.reason)" } ?? ""
                return SourceHealth(
                    isGood: false, detail: "no file can be read\(reason)",
                    hint: "check `path` and the file's permissions")
            }
            var detail = "\(files.count) file\(files.count == 1 ? "" : "s")"
            if let reader = Wiring.extents.first(where: { $0.kinds.contains(source.kind) }) {
                guard let extent = try await reader.extent(of: source) else {
                    return SourceHealth(isGood: false, detail: detail + " without a time that can be read", hint: nil)
                }
                detail += ", \(extent.start) to \(extent.end)"
            }
            return SourceHealth(isGood: true, detail: detail, hint: omitted.first.map { "\($0.what): \($0.reason)" })
        } catch let error as any CodedError {
            return SourceHealth(isGood: false, detail: error.message, hint: error.hint)
        } catch {
            return SourceHealth(isGood: false, detail: "\(error)", hint: nil)
        }
    }
}
