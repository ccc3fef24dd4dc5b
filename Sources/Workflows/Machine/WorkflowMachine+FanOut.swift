import JSON
import Model

extension WorkflowMachine {
    /// Starts a step for each element of its list.
    mutating func fanOut(_ frame: Int, _ index: Int) {
        let step = step(frame, index)
        guard let fanOut = step.fanOut else { return }
        let elements: [JSONValue]
        do throws(ExpressionFailure) {
            let value = try fanOut.elements.evaluate(scope(frame, of: index))
            // Nothing to visit is what an absent list means.
            guard let list = value.isNull ? [] : value.arrayValue else {
                throw ExpressionFailure(
                    message:
                        "\(fanOut.elements.place.description): `foreach` takes a list, and this is a \(value.typeName)")
            }
            elements = list
        } catch {
            return settle(frame, index, .failed(ToolError(error)))
        }
        if elements.count > fanOut.maxItems, fanOut.overflow == .fail {
            let error = ToolError(
                .budget, "`foreach` has \(elements.count) elements; at most \(fanOut.maxItems) are allowed",
                hint: "raise `max-items`, or set `on-overflow: truncate`")
            return settle(frame, index, .failed(error))
        }
        let taken = Array(elements.prefix(fanOut.maxItems))
        frames[frame].fanOuts[index] = MachineFanOut(taken, omitted: elements.count - taken.count)
        goOn(frame, index)
    }

    /// Starts as many elements as may run, and ends the step after the last.
    mutating func goOn(_ frame: Int, _ index: Int) {
        let limit = step(frame, index).fanOut?.maxParallel ?? maxParallel
        frames[frame].fanOuts[index]?.isDue = false
        while let iteration = frames[frame].fanOuts[index]?.nextElement(running: limit) {
            launch(frame, index, iteration: iteration)
        }
        guard let state = frames[frame].fanOuts[index], state.running == 0, state.next == state.elements.count
        else {
            return
        }
        let counts: JSONValue = [
            "items": JSONValue(state.elements.count), "failed": JSONValue(state.failures),
            "omitted": JSONValue(state.omitted),
        ]
        let result = UnitResult(status: state.failures > 0 ? .failed : .succeeded, output: counts, error: state.error)
        tell(reference(frame, index), result)
        end(frame, index, result, items: state.results, omitted: state.omitted)
    }

    /// Takes the result of one element in; what follows from it is done by `advance`, since an element that ends as
    /// soon as it is started would else call for the next from within itself, and so on for as many as there are.
    mutating func record(_ frame: Int, _ index: Int, _ iteration: Int, _ result: UnitResult) {
        guard frames[frame].fanOuts[index] != nil else { return }
        frames[frame].fanOuts[index]?.running -= 1
        frames[frame].fanOuts[index]?.results[iteration] = .object(result.view)
        if result.status.isFailure { fail(frame, index, iteration, result) }
        guard frames[frame].fanOuts[index]?.isDue == false else { return }
        frames[frame].fanOuts[index]?.isDue = true
        dueFanOuts.append((frame, index))
    }

    private mutating func fail(_ frame: Int, _ index: Int, _ iteration: Int, _ result: UnitResult) {
        guard var state = frames[frame].fanOuts[index] else { return }
        frames[frame].fanOuts[index] = nil
        state.failures += 1
        // The first element that failed, whichever ended first.
        if state.firstFailure ?? .max > iteration {
            state.firstFailure = iteration
            let cause = result.error
            state.error = ToolError(
                cause?.kind ?? .internal, "element \(iteration): \(cause?.message ?? "it gave no reason")",
                hint: cause?.hint)
        }
        frames[frame].fanOuts[index] = state
    }
}
