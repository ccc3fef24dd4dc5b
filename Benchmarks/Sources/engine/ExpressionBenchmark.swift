import CEL
import JSON

/// The time that an expression takes once it has been read, over a document as workflows have them.
///
/// Prints the document, and for each expression its name, nanoseconds, text and value, apart by tabs;
/// `Peers/cel_peers.py` reads them.
struct ExpressionBenchmark {
    /// The document; peers are given the same.
    static let document = #"""
        {"inputs":{"service":"checkout","limit":7,"deep":true},"name":"foo-service-bar","host":"web-42","count":7,
        "steps":{"patterns":{"output":{"new":[{"template":"connection refused by <*>","during":41},
        {"template":"retry <*> of 5","during":9}]}},"onset":{"output":{"points":[]}}},
        "items":[{"name":"i0","severity":"info","count":1},{"name":"i1","severity":"warning","count":7},
        {"name":"i2","severity":"info","count":3},{"name":"i3","severity":"critical","count":9},
        {"name":"i4","severity":"info","count":12}]}
        """#

    /// What workflows ask; both peers understand all of it.
    static let expressions = [
        ("comparison", "count > 3 && name in ['x', 'y', 'foo-service-bar']"),
        ("size", "size(steps.patterns.output.new) > 0"),
        ("path", "steps.patterns.output.new[0].template"),
        ("guard", "has(steps.patterns.output) && steps.patterns.output.new[1].during < 10"),
        ("choice", "inputs.deep ? inputs.limit * 2 : 1"),
        ("arithmetic", "1 + 2 * count"),
        ("prefix", "name.startsWith('foo') && name.endsWith('bar')"),
        ("concatenation", "'service ' + name + ' on ' + host"),
        ("pattern", "host.matches('^[a-z]+-[0-9]+$')"),
        ("exists", "items.exists(i, i.severity == 'critical')"),
        ("all", "items.all(i, i.count > 0 && i.name.startsWith('i'))"),
        ("map", "items.filter(i, i.count > 5).map(i, i.name)"),
    ]
    private static let rounds = 25
    private static let repetitions = 10_000

    func run() throws {
        var variables = CELVariables()
        for (name, value) in try JSONValue(parsing: Self.document).objectValue ?? [:] {
            variables.set(name, to: CELValue(value))
        }
        print(try JSONValue(parsing: Self.document).serialized())
        for (name, expression) in Self.expressions {
            let program = CELProgram(try CELExpression(expression))
            let value = try program.evaluate(variables).json()
            var best = Double.infinity
            for _ in 0..<Self.rounds {
                let start = ProcessFigures.processorTime
                for _ in 0..<Self.repetitions { _ = try program.evaluate(variables) }
                best = min(best, (ProcessFigures.processorTime - start) / Double(Self.repetitions))
            }
            print("\(name)\t\(best)\t\(expression)\t\(value.serialized())")
        }
    }
}
