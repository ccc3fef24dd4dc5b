import Glibc
import JSON
import Model
import Policy
import Scanning
import Testing

@testable import TerraformTools

/// The development data, where it is present: `CASEBOOK_DATA`, or `../shared/data` beside the package.
enum PlanData {
    static let terraform: String? = {
        if let folder = unsafe getenv("CASEBOOK_DATA") { return unsafe String(cString: folder) + "/terraform" }
        let package = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let folder = "/\(package)/../shared/data/terraform"
        return unsafe access(folder + "/scenarios", R_OK) == 0 ? folder : nil
    }()

    /// Where jq is, which counts independently; nil where it is absent.
    static let jq: String? = {
        let places: [String] = ["/usr/bin/jq", "/usr/local/bin/jq"]
        return places.first { (place: String) -> Bool in unsafe access(place, X_OK) == 0 }
    }()

    static let scenarios = [
        "01_crud", "02_replace", "03_count_for_each", "04_modules", "05_moved_removed", "06_import", "07_checks",
        "08_drift", "08b_drift_refresh_only", "09_sensitive", "10_dangerous", "11_destroy", "12_no_changes",
        "13_target", "14_errored", "15_deep", "16_deposed",
    ]

    /// The rules, which take a while to be made.
    private static let rules = Result { try RedactionRules() }

    static func redactor() throws -> Redactor {
        Redactor(rules: try rules.get(), key: Array(repeating: 7, count: 32))
    }

    static func source(_ root: String, _ pattern: String, name: String = "plan") -> Source {
        Source(name: name, kind: .terraformPlan, files: [FileSelection(root: root, pattern: pattern)])
    }

    static func read(
        _ root: String, _ pattern: String, limit: Int = 1000
    ) throws -> [PlanFile<PlanCollector>] {
        try read(root, pattern, into: PlanCollector(limit: limit))
    }

    static func read<Content: PlanVisitor>(
        _ root: String, _ pattern: String, into visitor: Content
    ) throws -> [PlanFile<Content>] {
        let redactor = try redactor()
        return try FileAccess.openFiles(of: source(root, pattern)).files.map {
            try PlanFile(reading: $0, source: "plan", into: visitor, redactor: redactor)
        }
    }

    static func json(_ root: String, _ name: String) throws -> JSONValue {
        let file = try #require(try FileAccess.openFiles(of: source(root, name)).files.first)
        var bytes = try file.contents(limit: 64 << 20)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        if let value = try? JSONValue(parsing: bytes) { return value }
        // Two of the real plans say some members twice.
        var tokenizer = JSONTokenizer()
        tokenizer.feed(bytes)
        tokenizer.finish()
        var builder = ElementBuilder()
        let outcome = try builder.run(&tokenizer)
        guard case .value(let value) = outcome else { throw PlanError.notAPlan("it is not JSON") }
        return value
    }

    static func text(_ root: String, _ name: String) throws -> String {
        let file = try #require(try FileAccess.openFiles(of: source(root, name)).files.first)
        return String(decoding: try file.contents(limit: 64 << 20), as: UTF8.self)
    }

    /// Reads a plan out of memory in pieces of a size.
    static func read(_ text: String, chunk: Int = 7) throws(PlanError) -> (PlanHeader, PlanCollector) {
        try read(Array(text.utf8), chunk: chunk)
    }

    static func read(_ bytes: [UInt8], chunk: Int = 4096) throws(PlanError) -> (PlanHeader, PlanCollector) {
        try read(bytes, chunk: chunk, into: PlanCollector(limit: 1000))
    }

    static func read<Content: PlanVisitor>(
        _ bytes: [UInt8], chunk: Int = 4096, into visitor: Content
    ) throws(PlanError) -> (PlanHeader, Content) {
        if PlanLineReader.recognises(Array(bytes.prefix(4096))) {
            return try read(bytes, chunk, PlanLineReader(), visitor)
        }
        return try read(bytes, chunk, PlanReader(), visitor)
    }

    private static func read<Content: PlanVisitor>(
        _ bytes: [UInt8], _ chunk: Int, _ reader: some PlanReading, _ visitor: Content
    ) throws(PlanError) -> (PlanHeader, Content) {
        var reader = reader
        var content = visitor
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + chunk)
            unsafe try reader.feed(bytes.span.extracting(start..<end).bytes, to: &content)
            start = end
        }
        let header = try reader.finish(&content)
        if let redactor = try? redactor() {
            content.hide(by: Concealer(reader.secrets, redactor, outputs: reader.sensitiveOutputs))
        }
        return (header, content)
    }
}
