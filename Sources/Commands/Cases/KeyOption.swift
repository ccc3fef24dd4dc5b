import CaseFiles
import Model

/// Reads a public key that the user gave: the digits, or a file that holds them.
enum KeyOption {
    static func key(_ text: String) throws -> PublicKey {
        if let key = PublicKey(hex: text.lowercased()) { return key }
        let content = try TextFile.read(text, limit: 1 << 10, code: .inputOutput)
        guard let word = content?.split(whereSeparator: \.isWhitespace).first, let key = PublicKey(hex: String(word))
        else {
            throw CommandError(
                .usage, "`\(Printable.cut(text, to: 80))` is neither a public key nor a file that holds one",
                hint: "64 hexadecimal digits, as `casebook verify --print-key` prints them where the file was made")
        }
        return key
    }
}
