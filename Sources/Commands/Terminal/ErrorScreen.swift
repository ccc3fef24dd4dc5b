import Policy

/// Hides what looks like a secret in what a command says of a fault, which often repeats what it was given.
///
/// A terminal's user knows what he typed; but errors are kept in logs of shells and builds, and read by models.
struct ErrorScreen: Sendable {
    private let redactor: Redactor?

    /// - Parameter arguments: The words of the command line, which may name a configuration with patterns of its own.
    init(arguments: [String] = CommandLine.arguments) {
        // Nobody is to compare these tokens with others, so their key is forgotten at once.
        var random = SystemRandomNumberGenerator()
        let key = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        let rules = (try? RedactionRules(custom: Self.patterns(arguments))) ?? (try? RedactionRules())
        redactor = rules.map { Redactor(rules: $0, key: key, origin: .caller) }
    }

    /// The text without secrets; nothing of it when it cannot be told what is one.
    func shown(_ text: String) -> String { redactor?.redact(text) ?? "what went wrong cannot be shown" }

    /// The operator's own patterns; none where the configuration is what is wrong.
    private static func patterns(_ arguments: [String]) -> [String: String] {
        let finder = ConfigurationFinder(environment: Environment.variables, currentFolder: PathText.currentFolder)
        var name = arguments.lazy.compactMap { $0.hasPrefix("--config=") ? String($0.dropFirst(9)) : nil }.first
        if let index = arguments.firstIndex(of: "--config"), index + 1 < arguments.count { name = arguments[index + 1] }
        // `serve` never looks into the current folder.
        let looksInFolder = arguments.dropFirst().first != "serve"
        return (try? finder.find(named: name, looksInFolder: looksInFolder))?.redaction ?? [:]
    }
}
