import CaseFiles
import Glibc
import Model

/// The file that holds the private key of this installation, readable for its owner alone.
struct SigningKeyFile {
    let path: String

    private static let maximumLength = 1 << 10

    /// The key; nil when there is none yet.
    ///
    /// - Throws: `CaseError` of code `key` for a file that others can read, or that holds no key.
    func read() throws -> SigningKey? {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else {
            if errno == ENOENT { return nil }
            throw CaseError(.key, "\(path) cannot be read: \(unsafe String(cString: strerror(errno)))")
        }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_mode & 0o077 == 0 else {
            throw CaseError(
                .key, "\(path) is not a file that its owner alone can read",
                hint: "who else could read it can sign as you; `chmod 600` it if you are sure that nobody has")
        }
        guard let text = try TextFile.read(path, limit: Self.maximumLength, code: .inputOutput),
            let key = SigningKey(text: text)
        else {
            throw CaseError(
                .key, "\(path) holds no key",
                hint: "bring it back from a backup, or move it away to sign with a new one")
        }
        return key
    }

    /// The key, which is made at the first call.
    func readOrMake() throws -> SigningKey {
        if let key = try read() { return key }
        var generator = SystemRandomNumberGenerator()
        let seed = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        guard let fresh = SigningKey(seed: seed) else { throw CaseError(.key, "no key could be made") }
        do {
            try FileWriting.write(fresh.text, to: path, replacing: false)
        } catch {
            // Another process may have been first.
            guard let key = try read() else { throw error }
            return key
        }
        return fresh
    }
}
