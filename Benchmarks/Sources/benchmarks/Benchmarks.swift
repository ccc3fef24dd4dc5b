import CBareSQLite
import Foundation

/// Prints `name value unit` lines, each measurement beside its peer from the same run.
///
/// Absolute times depend on the machine; the ratios are what is compared.
@main
struct Benchmarks {
    /// What can be measured by itself: `make bench ONLY=durability`.
    private enum Section: String, CaseIterable {
        case start, steps, durability, machine, cel, mcp, evidence, plan, logs, metrics
    }

    static func main() throws {
        let arguments = CommandLine.arguments
        let only = arguments.count == 5 ? Section(rawValue: arguments[4]) : nil
        guard arguments.count == 4 || only != nil else {
            let names = Section.allCases.map(\.rawValue).joined(separator: "|")
            print("usage: benchmarks CASEBOOK-BINARY ENGINE-BENCHMARKS-BINARY MCPFIXTURE-BINARY [\(names)]")
            exit(2)
        }
        // A database in a folder that others can reach is refused.
        umask(0o077)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "casebook-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (program, engine) = (Program(path: arguments[1]), Program(path: arguments[2]))
        for section in only.map({ [$0] }) ?? Section.allCases {
            switch section {
            case .start: try StartBenchmark(program: program, folder: folder).run()
            case .steps: try StepBenchmark(program: program, folder: folder).run()
            case .durability:
                try DurableBenchmark(engine: engine, folder: folder).run()
                try ResumeBenchmark(program: program, folder: folder).run()
            case .machine: try EngineBenchmark(program: engine, folder: folder).machine()
            case .evidence: try EvidenceBenchmark(engine: engine, folder: folder).run()
            case .cel: try EngineBenchmark(program: engine, folder: folder).expressions()
            case .mcp:
                try ServingBenchmark(fixture: arguments[3], folder: folder).run()
                try CasebookBenchmark(program: program, folder: folder).run()
            case .logs: try LogBenchmark(program: program, engine: engine, folder: folder).run()
            case .metrics: try MetricsBenchmark(program: program, engine: engine, folder: folder).run()
            case .plan: try PlanBenchmark(program: program, engine: engine, folder: folder).run()
            }
        }
    }
}

/// Prints one figure.
func report(_ name: String, _ value: Double, _ unit: String) {
    let digits = value >= 1000 ? 0 : value >= 10 ? 1 : 3
    print("\(name) \(String(format: "%.\(digits)f", value)) \(unit)")
    // When it is known, also into a pipe, and before what other programs print.
    fflush(nil)
}

/// The middle value.
func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
