import Model
import Policy

/// The file that holds the token of this installation, readable for its owner alone.
struct TokenFile {
    let path: String

    private static let maximumLength = 1 << 10

    /// The token; nil when there is none yet.
    ///
    /// - Throws: `CommandError` of code `configuration` for a file that others can read, or that holds no token.
    private func read() throws(CommandError) -> AccessToken? {
        let content = try TextFile.read(path, limit: Self.maximumLength, code: .configuration, isPrivate: true)
        guard let text = content else { return nil }
        guard let token = AccessToken(String(text.prefix { !$0.isNewline })) else {
            throw CommandError(
                .configuration, "\(path) holds no token", hint: "remove it, and the next start makes a new one")
        }
        return token
    }

    /// The token, which is made at the first call.
    func readOrMake(from source: any IdentifierSource) throws(CommandError) -> AccessToken {
        if let token = try read() { return token }
        let fresh = AccessToken(from: source)
        do throws(CommandError) {
            try FileWriting.write(fresh.text + "\n", to: path, replacing: false)
        } catch {
            // Another process may have been first.
            guard let token = try read() else { throw error }
            return token
        }
        return fresh
    }
}
