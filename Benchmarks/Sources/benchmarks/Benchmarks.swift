import CBareSQLite
import Foundation

/// Prints `name value unit` lines, each measurement beside its peer from the same run.
///
/// Absolute times depend on the machine; the ratios are what is compared.
@main
struct Benchmarks {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard (2...3).contains(arguments.count) else {
            print("usage: benchmarks CASEBOOK-BINARY [ENGINE-BENCHMARKS-BINARY]")
            exit(2)
        }
        let program = Program(path: arguments[1])
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "casebook-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try StartBenchmark(program: program, folder: folder).run()
        try StepBenchmark(program: program, folder: folder).run()
        guard arguments.count == 3 else { return print("machine and cel skipped: no ENGINE-BENCHMARKS-BINARY") }
        try EngineBenchmark(program: Program(path: arguments[2]), folder: folder).run()
    }
}

/// Prints one figure.
func report(_ name: String, _ value: Double, _ unit: String) {
    let digits = value >= 1000 ? 0 : value >= 10 ? 1 : 3
    print("\(name) \(String(format: "%.\(digits)f", value)) \(unit)")
}

/// The middle value.
func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
