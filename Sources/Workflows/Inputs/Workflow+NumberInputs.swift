import JSON

extension Workflow {
    /// Inputs of type `number` as doubles, for an expression tells 2.0 from 2 and the journal does not.
    func typed(_ inputs: JSONObject) -> JSONObject {
        var typed = inputs
        for input in self.inputs where input.kind == .number {
            guard case .number(let number)? = inputs[input.name], let double = JSONNumber(number.double) else {
                continue
            }
            typed[input.name] = .number(double)
        }
        return typed
    }
}
