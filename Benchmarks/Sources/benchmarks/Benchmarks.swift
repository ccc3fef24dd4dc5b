import CBareSQLite
import Foundation

/// Prints `name value unit` lines, each measurement beside its peer from the same run.
///
/// Absolute times depend on the machine; the ratios are what is compared.
@main
struct Benchmarks {
    static func main() throws {
        guard CommandLine.arguments.count == 3 else {
            print("usage: benchmarks CASEBOOK-BINARY ENGINE-BENCHMARKS-BINARY")
            exit(2)
        }
        let program = Program(path: CommandLine.arguments[1])
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "casebook-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try StartBenchmark(program: program, folder: folder).run()
        try StepBenchmark(program: program, folder: folder).run()
        try EngineBenchmark(program: Program(path: CommandLine.arguments[2]), folder: folder).run()
    }
}

/// Prints one figure.
func report(_ name: String, _ value: Double, _ unit: String) {
    let digits = value >= 1000 ? 0 : value >= 10 ? 1 : 3
    print("\(name) \(String(format: "%.\(digits)f", value)) \(unit)")
}

/// The middle value.
func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
