extension String {
    /// At most `limit` bytes of UTF-8, cut between characters; `…` stands for what was cut.
    func shortened(to limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var result = ""
        var room = limit - "…".utf8.count
        for character in self {
            room -= character.utf8.count
            guard room >= 0 else { break }
            result.append(character)
        }
        return result + "…"
    }
}
