import Model
import Tooling

/// Sources whose content never changes.
struct SteadySources: SourceStamping {
    func stamp(of source: Source) -> String? { "steady" }
}
