import RE2

/// Compiles the patterns of `matches`.
enum Pattern {
    static func compile(_ pattern: String) throws(CELError) -> RegularExpression {
        do throws(RegularExpressionError) {
            return try RegularExpression(pattern, maxMemory: 1 << 20)
        } catch {
            throw CELError(
                .invalidArgument, "'\(Access.clipped(pattern))' is not a pattern: \(error.message)",
                hint: "patterns have the syntax of RE2; raw texts such as r'\\d+' need no doubled backslashes")
        }
    }
}
