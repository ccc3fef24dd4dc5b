/// Measures what has to be measured within the process: the workflow machine, runs without a disk, and expressions.
///
/// `engine-benchmarks machine` and `engine-benchmarks run` print `name value unit` lines, `engine-benchmarks cel` the time
/// of each expression and `engine-benchmarks durable` the time of durable steps for the comparison with their peers.
@main
struct EngineBenchmarks {
    static func main() async throws {
        switch CommandLine.arguments.dropFirst().first {
        case "machine": try MachineBenchmark().run()
        case "run": try await RunBenchmark().run()
        case "cel": try ExpressionBenchmark().run()
        case "durable": try await DurableBenchmark(CommandLine.arguments.dropFirst(2)).run()
        default: print("usage: engine-benchmarks machine|run|cel|durable")
        }
    }
}

/// Prints one figure with three decimals.
func report(_ name: String, _ value: Double, _ unit: String) {
    let thousandths = Int((value * 1000).rounded())
    let fraction = String(abs(thousandths) % 1000)
    let zeros = String(repeating: "0", count: 3 - fraction.utf8.count)
    print("\(name) \(thousandths / 1000).\(zeros)\(fraction) \(unit)")
}
