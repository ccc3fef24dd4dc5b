/// The colours of the page in both schemes, as text on its ground; a test holds them to WCAG 2.2's contrast AA.
struct Palette: Sendable {
    struct Pair: Sendable {
        let name: String
        let text: String
        let ground: String
    }

    let paper: String
    let panel: String
    let ink: String
    let muted: String
    let rule: String
    let accent: String
    let line: String
    let cited: Pair
    let pairs: [Pair]

    static let light = Palette(
        paper: "#fdfcfa", panel: "#f4f2ee", ink: "#1d2329", muted: "#59626c", rule: "#dcd8d1", accent: "#0b5a8a",
        line: "#1f6fa8", cited: Pair(name: "cited", text: "#1d2329", ground: "#ffe9a8"),
        pairs: [
            Pair(name: "critical", text: "#9c1020", ground: "#fde7e9"),
            Pair(name: "high", text: "#8a3b00", ground: "#ffeddc"),
            Pair(name: "medium", text: "#6a5000", ground: "#fbf0c9"),
            Pair(name: "low", text: "#0b4f8c", ground: "#e2effa"),
            Pair(name: "info", text: "#454e58", ground: "#e9ecef"),
            Pair(name: "good", text: "#1c5c31", ground: "#e1f2e5"),
        ])

    static let dark = Palette(
        paper: "#15191d", panel: "#1e2429", ink: "#e4e7ea", muted: "#a2acb6", rule: "#343c44", accent: "#8ac6f2",
        line: "#6db6ee", cited: Pair(name: "cited", text: "#fff3cf", ground: "#594709"),
        pairs: [
            Pair(name: "critical", text: "#ffb6bb", ground: "#4d161b"),
            Pair(name: "high", text: "#ffc696", ground: "#452910"),
            Pair(name: "medium", text: "#f2d877", ground: "#3b310b"),
            Pair(name: "low", text: "#abd4ff", ground: "#13304a"),
            Pair(name: "info", text: "#c8d0d8", ground: "#2c333a"),
            Pair(name: "good", text: "#a8dfb8", ground: "#16381f"),
        ])

    /// As custom properties of CSS.
    var properties: String {
        var lines = [
            "--paper:\(paper)", "--panel:\(panel)", "--ink:\(ink)", "--muted:\(muted)", "--rule:\(rule)",
            "--accent:\(accent)", "--line:\(line)",
        ]
        for pair in pairs + [cited] {
            lines += ["--\(pair.name):\(pair.text)", "--\(pair.name)-ground:\(pair.ground)"]
        }
        return lines.joined(separator: ";")
    }
}
