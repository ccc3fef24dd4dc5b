/// Measures what has to be measured within the process: the workflow machine, runs without a disk, and expressions.
///
/// `engine-benchmarks machine` and `engine-benchmarks run` print `name value unit` lines, `engine-benchmarks cel` the time
/// of each expression, `engine-benchmarks redaction` and `query` what is told of logs and of stored evidence, and
/// `engine-benchmarks durable` the time of durable steps for the comparison with their peers. `engine-benchmarks plan FILE 100`
/// writes a Terraform plan of 100 MB and tells what is planted in it, `engine-benchmarks templates FILE` the template of
/// each line of a log; `engine-benchmarks metrics` finds anomalies, changes and suspects whose truth is known;
/// `engine-benchmarks large` is `make bench-large`.
@main
struct EngineBenchmarks {
    static func main() async throws {
        switch CommandLine.arguments.dropFirst().first {
        case "machine": try MachineBenchmark().run()
        case "run": try await RunBenchmark().run(only: CommandLine.arguments.dropFirst(2).first)
        case "cel": try ExpressionBenchmark().run()
        case "durable": try await DurableBenchmark(CommandLine.arguments.dropFirst(2)).run()
        case "redaction": try RedactionBenchmark().run(path: try path(2))
        case "query": try await QueryBenchmark().run(database: try path(2), path: try path(3))
        case "templates": try TemplateBenchmark(path: try path(2)).run()
        case "metrics": try await MetricBenchmark(Array(CommandLine.arguments.dropFirst(2))).run()
        case "plan": try PlanWriter(CommandLine.arguments.dropFirst(2)).run()
        case "large": try await large(Array(CommandLine.arguments.dropFirst(2)))
        default:
            print(
                """
                usage: engine-benchmarks machine|run [chain|wide]|cel|durable|redaction FILE|query DATABASE FILE|
                       templates FILE|metrics DATA|metrics changes FILE|metrics write FILE SERIES SAMPLES STEP END|
                       plan FILE MEGABYTES [SEED]|large DATABASE [SESSIONS]
                """
            )
        }
    }

    private static func path(_ place: Int) throws -> String {
        guard let path = CommandLine.arguments.dropFirst(place).first else {
            throw Bench.Failure(description: "a path is missing")
        }
        return path
    }

    private static func large(_ arguments: [String]) async throws {
        guard let path = arguments.first, let count = Int(arguments.dropFirst().first ?? "1000000"), count > 0 else {
            throw Bench.Failure(description: "usage: engine-benchmarks large DATABASE [SESSIONS]")
        }
        try await LargeBenchmark(path: path, count: count).run()
    }
}

/// Prints one figure with three decimals.
func report(_ name: String, _ value: Double, _ unit: String) {
    let thousandths = Int((value * 1000).rounded())
    let fraction = String(abs(thousandths) % 1000)
    let zeros = String(repeating: "0", count: 3 - fraction.utf8.count)
    print("\(name) \(thousandths / 1000).\(zeros)\(fraction) \(unit)")
}
