/// A text that holds a secret.
struct SecretSample: Sendable {
    let kind: String
    let text: String
    let secret: String

    /// Parts of the secret that still stand in what is shown; none when it is hidden.
    func remains(in shown: String) -> Bool {
        secret.split(whereSeparator: { $0 == "\n" || $0 == "\0" }).contains { line in
            let part = Array(line)
            let width = max(4, min(8, part.count / 2))
            guard part.count >= 4 else { return false }
            return (0...part.count - width).contains {
                shown.contains(String(part[$0..<$0 + width])) && !isCommon(part[$0..<$0 + width])
            }
        }
    }

    /// What every secret of the kind begins with, and what the text says besides.
    private func isCommon(_ part: ArraySlice<Character>) -> Bool {
        let rest = text.replacing(secret.split(separator: "\0")[0], with: "")
        return rest.contains(String(part))
    }
}

/// Secrets of all kinds in all forms, drawn by chance.
struct RedactionCorpus: Sequence, IteratorProtocol {
    private var draw: Draw
    private var rest: Int
    private let count: Int

    init(seed: UInt64, count: Int) {
        draw = Draw(seed: seed)
        rest = count
        self.count = count
    }

    mutating func next() -> SecretSample? {
        guard rest > 0 else { return nil }
        rest -= 1
        let index = count - 1 - rest
        let pairs = SecretKind.all.count * SecretForm.allCases.count
        let place = index % (pairs + PlacedSecret.all.count * 3)
        if place < pairs {
            let kind = SecretKind.all[place / SecretForm.allCases.count]
            let form = SecretForm.allCases[place % SecretForm.allCases.count]
            let (text, secret) = form.text(of: kind, &draw)
            return SecretSample(kind: "\(kind.name), \(form.rawValue)", text: text, secret: secret)
        }
        let placed = PlacedSecret.all[(place - pairs) % PlacedSecret.all.count]
        let (text, secret) = placed.make(&draw)
        return SecretSample(kind: placed.name, text: text, secret: secret)
    }
}
